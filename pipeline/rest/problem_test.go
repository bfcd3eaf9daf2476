package rest

import (
	"fmt"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestProblem_keeps_folders_inside(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("write /var/lib/docpipe/blobs/x: no space left on device: %w", pipeline.ErrDiskFull)
	if p := problemOf(t.Context(), err); p.Code != "disk_full" || strings.Contains(p.Detail, "/var/lib") || !p.Retryable {
		t.Errorf("problem = %+v, want a retryable disk_full that names no folder", p)
	}
}
