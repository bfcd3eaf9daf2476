//go:build race

package sandbox

// raceEnabled: the race detector maps terabytes and dies under a limit of address space.
const raceEnabled = true
