//go:build !race

package window_test

const raceDetector = false
