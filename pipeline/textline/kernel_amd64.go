package textline

import "golang.org/x/sys/cpu"

// kernels returns the fastest loops that this processor has.
func kernels() loops {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		return loops{multiply: multiplyAVX2, slide: slideAVX2, activate: activateAVX2}
	}
	return plain()
}

//go:noescape
func multiplyAVX2(k int, a, b, c []float32, stride int)

//go:noescape
func slideAVX2(n, taps int, w, x, y []float32)

//go:noescape
func activateAVX2(n int, x []float32, p *[6]float32)
