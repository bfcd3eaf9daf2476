//go:build !amd64

package textline

func kernels() loops { return plain() }
