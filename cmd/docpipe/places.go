package main

import (
	"os"
	"runtime"
)

// placesPerCore is how many goroutines of a service may run at once for each core. A document goes
// through a dozen waits for the disk, and who waits in a system call keeps its place until the
// runtime's monitor takes it away, up to 10 ms later: with a place for each core two such waits
// stop relay, workers and stream. The work that fills cores is done by other processes.
const placesPerCore = 4

// placesForWaiting gives a service its places until the returned function is called.
func placesForWaiting() (stop func()) {
	before := runtime.GOMAXPROCS(0)
	if os.Getenv("GOMAXPROCS") != "" {
		return func() {} // says how many are wanted
	}
	runtime.GOMAXPROCS(placesPerCore * before)
	return func() { runtime.GOMAXPROCS(before) }
}
