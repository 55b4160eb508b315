// Package stand is the test stand for the built Lambda function: everything around it that runs in AWS otherwise.
//
//	function   the built bootstrap, behind AWS's own Lambda runtime interface emulator   [StartFunction]
//	table      DynamoDB Local, from package dynamodbtest
//	topic      SNS and SQS, played by moto                                               [NewTopic]
//	faults     toxiproxy, between the function and one of the others                     [NewProxy]
//	events     what Lambda is invoked with                                               [Subscription]
//
// "make deps" fetches what is not Go. All of it listens on the loopback interface and is written to .cache alone.
//
// # Nothing is left behind
//
// Tests end in ways that run no deferred call: a time-out of go test, a panic in a goroutine, Ctrl-C, SIGKILL. So the
// test binary starts itself a second time as the reaper. The reaper holds the reading end of a pipe and is told every
// service that is started. When the pipe ends, which it does when the test binary ends in whatever way, the reaper
// kills what is left and removes the temporary files. [Main] arranges that; every package that starts services calls
// it from TestMain.
//
// The emulator puts the function into a process group of its own, so services are killed by session. That is read
// from /proc, and the emulator is a Linux binary anyway: the stand needs Linux.
package stand
