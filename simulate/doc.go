// Package simulate looks for a way in which an alert could be lost. It runs the
// function as it is deployed, from the Lambda event on, against a table and
// topics that misbehave, on a clock of its own, and compares what comes out
// with the records that went in.
//
// # What is simulated
//
// A schedule is everything that one run depends on: the rules, the bounds of
// the product, the records that happen, who delivers them and when, and
// everything that goes wrong. All of it follows from one seed. The same seed
// gives the same run, step by step, on every machine and any number of
// processors.
//
// Whatever runs at the same time is a coroutine: processes, and the requests
// that one process makes at a time. At every request a coroutine hands control
// to the scheduler, and whoever is due first on the virtual clock goes on. So
// one run is one order of events of the many that could happen.
//
// Some things are ordinary and happen without any faults. Batches come more
// than once, overlap, and come late and out of order. They are delivered until
// the function acknowledges them: by a stream, which goes on from the first
// record that failed and cuts batches in two; as an asynchronous invocation,
// minutes later, and then through its retry queue, as commands are. Each has
// its own envelope and its own way to say what failed. The same records may
// come by two feeds, to two deployments on one table, and to two versions of
// the rules and of the program. Records are dated ahead of their log event, or
// together with it. Alerts go to topics by their severity. Few processes run at
// once, warm or cold, and their clocks differ by up to two seconds. Windows are
// divided into parts as the product divides them, down to a part for each
// match. A query reads its items at different moments, or some of them at a
// time, and items may appear behind it. A register is read as it was earlier,
// and so is a window that is only looked at.
//
// Faults happen to each request with the probability [Config.Faults]: it fails;
// it is carried out and its reply is lost; it is carried out twice, or after
// its caller gave up or died; the process dies before or after it; it stalls;
// the whole process does not run for a while, perhaps until it is killed at the
// time-out. And there are outages that meet everybody: of the table for a
// minute, of one partition for five, of a topic for an hour. Each refuses,
// hangs or is slow. A topic may refuse for good.
//
// After a while everything is healed. From then on every batch must be
// acknowledged within ten deliveries.
//
// Ticks close alerts: some while batches are delivered, some when all alerts
// are due, several at a time, under the same faults, and a few at the end under
// none.
//
// # What is checked
//
// The checker knows the records of a schedule and works out from them alone
// what must be true; the kinds of package check are the list. It asks the
// promise in the words of package window after each acknowledgement, of the
// records acknowledged by then, and of all records at the end: take all
// matches, delete those in the windows that an accepted alert spends; no span
// of one period may hold the threshold. An alert's numbers must lie between
// those of the records at the moment its lease was granted and at the moment it
// was published. Whenever a batch was counted without an error, each of its
// matches must be stored, or its window full; and so must be what an alert may
// tell of it, unless it has lost its place.
//
// Each invocation that returns must have sent everything that was due, except
// where a request that the alert itself needs has failed, and must not have
// gone on for long without an answer to any request.
//
// Each alert that was recorded must be looked at once it is due, and closed
// with a message if more came than it told; what the message says must lie
// between the records at the moment the reminder was leased and at the moment
// the message was handed over. Nothing may remind of anything in the end. A
// second message for an alert is excused as a second copy of an alert is.
//
// A second copy of an alert is excused only by a fault of that very alert
// between its publication and its record, and never if the process that sends
// it was told that the first one was accepted.
//
// A simulation that never sees a full window proves nothing about full windows.
// So the run in the tests must have seen each of the events of package check.
//
// # How it is run
//
//	go run ./simulate/run -n 100000 -faults 0,2,15,40
//	go run ./simulate/mutants
//
// The first prints how often each promise was kept, and for a broken one the
// shortest schedule that it finds. The second tests the checker: it builds
// wrong variants of the product, one by one, and each must be caught. The tests
// run a share of the first with fixed seeds, and enumerate, for pairs of small
// batches, every order of all requests with a crash after each of them.
//
// # Not simulated
//
// Items that expire, alerted windows that are forgotten after 60 days, the
// limit of 400 KB for an item (a test on DynamoDB Local does that), and a
// stream that gives up a record after its maximum age. One attempt of the
// table's client and its next are one request here; those of the topics' client
// are apart.
package simulate
