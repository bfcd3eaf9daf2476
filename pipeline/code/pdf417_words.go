package code

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"
)

// A codeword of PDF417 is seventeen modules: four bars and four spaces of one to six modules, which
// begin with a bar and end with a space. Rows take their codewords from three clusters in turn, of
// 929 each, in an order that only the table of ISO/IEC 15438, annex A, knows.
const (
	wordModules = 17
	wordCount   = 929
	clusters    = 3
)

// wordTable is annex A: the modules of each codeword but the first, which is always dark, as a
// big-endian number of 16 bits; by cluster, then by value.
//
//go:embed pdf417.words
var wordTable []byte

// word returns the modules of a codeword, true where they are dark.
func word(cluster, value int) (dark [wordModules]bool) {
	bits := 1<<16 | int(binary.BigEndian.Uint16(wordTable[2*(cluster*wordCount+value):]))
	for i := range dark {
		dark[i] = bits>>(wordModules-1-i)&1 == 1
	}
	return dark
}

// A wordView is how light the modules of a codeword look: mean 0, length 1.
type wordView [wordModules]float32

// blurs are the shares of its light that a module gives to each of its neighbours.
var blurs = [...]float64{0, 0.12, 0.22}

// wordViews are all codewords as they look, by blur and cluster.
var wordViews = sync.OnceValue(func() *[len(blurs)][clusters][wordCount]wordView {
	var all [len(blurs)][clusters][wordCount]wordView
	for b, blur := range blurs {
		for c := range clusters {
			for v := range wordCount {
				all[b][c][v] = seen(word(c, v), blur)
			}
		}
	}
	return &all
})

// seen returns the look of modules between a space and a bar, as all codewords stand.
func seen(dark [wordModules]bool, blur float64) wordView {
	light := func(i int) float64 {
		if i < 0 || i < wordModules && !dark[i] {
			return 1
		}
		return 0
	}
	var s [wordModules]float64
	for i := range s {
		s[i] = (1-2*blur)*light(i) + blur*(light(i-1)+light(i+1))
	}
	v, _ := newWordView(s)
	return v
}

// newWordView normalises samples. It also returns their standard deviation.
func newWordView(s [wordModules]float64) (v wordView, deviation float64) {
	mean, length := 0.0, 0.0
	for _, x := range s {
		mean += x / wordModules
	}
	for _, x := range s {
		length += (x - mean) * (x - mean)
	}
	length = math.Sqrt(length)
	for i, x := range s {
		v[i] = float32((x - mean) / max(length, 1e-9))
	}
	return v, length / math.Sqrt(wordModules)
}

// A guess is the codeword that looks most like what was seen.
type guess struct {
	cluster, value int
	likeness       float32 // 1 at best
	margin         float32 // to the codeword that looks like it second best
}

// guessWord compares a view with the codewords of a cluster.
func guessWord(v wordView, blur, cluster int) guess {
	g, second := guess{cluster: cluster, likeness: -1}, float32(-1)
	words := &wordViews()[blur][cluster]
	for value := range words {
		w, sum := &words[value], float32(0)
		for i := range v {
			sum += v[i] * w[i]
		}
		switch {
		case sum > g.likeness:
			second, g.likeness, g.value = g.likeness, sum, value
		case sum > second:
			second = sum
		}
	}
	g.margin = g.likeness - second
	return g
}
