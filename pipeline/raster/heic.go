package raster

import (
	"image"

	"github.com/gen2brain/heic"

	"docpipe/pipeline/sandbox"
)

// HEIC returns the kind of worker child that reads HEIC photos. Its decoder is WebAssembly,
// whose compiler must have run before the child is locked.
//
// Build with -tags nodynamic, or the module prefers a libheif that it finds on the machine.
func HEIC() sandbox.Kind {
	return sandbox.Kind{
		Name: "heic",
		Warm: func() error { heic.Init(); registerHEIC(); return nil },
		Ops:  Ops(),
	}
}

// registerHEIC makes the decoder known to package image, in the child that needs it only.
func registerHEIC() {
	image.RegisterFormat("heic", "????ftyp", heic.Decode, heic.DecodeConfig)
}
