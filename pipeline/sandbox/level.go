package sandbox

// The values of [Sandbox.Level].
const (
	LevelFull       = "full"        // every layer holds in both kinds of child
	LevelPartial    = "partial"     // a race build: all but the limit of memory
	LevelBestEffort = "best-effort" // something else is missing
)
