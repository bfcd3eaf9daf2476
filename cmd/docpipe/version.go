package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"docpipe/pipeline/raster"
)

// version is the release; set at build time with -ldflags "-X main.version=…".
var version = "dev"

// versionText names docpipe and its engines, a line each.
func versionText(ctx context.Context) string {
	var b strings.Builder
	fmt.Fprintf(&b, "docpipe %s%s (%s, %s/%s)\n", version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "%s\n", raster.Version())
	for _, t := range tools {
		fmt.Fprintf(&b, "%s\n", t.versionLine(ctx))
	}
	return b.String()
}

// revision is the commit the binary was built from, where the build knows it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return " " + s.Value[:12]
		}
	}
	return ""
}
