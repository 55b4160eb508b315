// Package simulate proves that no alert is lost, whatever happens. It runs
// the function as it is deployed, from the Lambda event on, against a table and
// a topic that misbehave, on a clock of its own, and holds what comes out
// against the records that went in.
//
// # What is simulated
//
// A schedule is a set of rules, the records that happen, the batches in which
// they are delivered, and everything that goes wrong. All of it follows from
// one seed: the same seed gives the same run, step by step, on every machine.
//
// Each process is a coroutine. At every request, to the table, to the topic or
// to wait, it hands control to the scheduler, and whoever is due first on the
// virtual clock goes on. So one run is one order of events of the many that
// could happen.
//
// Batches come more than once, overlap, come late and out of order; they are
// delivered until the function acknowledges them: by a stream, at once and cut
// in two; as an asynchronous invocation, minutes later, and then by its retry
// queue. Each has its own envelope and its own way to say what failed.
// Processes are warm or cold. Their clocks differ by up to 2 seconds. Requests
// take milliseconds, sometimes seconds; a query reads its items at different
// moments; a register is read as it was earlier. All this is ordinary and
// happens without any faults.
//
// Faults happen to each request with the probability [Config.Faults]: it fails;
// it is carried out and its reply is lost; it is carried out twice, or after
// its caller gave up or died; the process dies before or behind it; it stalls;
// the whole process pauses, maybe until the platform kills it at the
// time-out.
//
// # What is checked
//
// The checker knows the records of a schedule and computes from them alone what
// must be true; see [Kind] for the list. It asks the promise in the words of
// package window after each acknowledgement, of the records acknowledged by
// then, and of all records at the end: take all matches, delete those in the
// windows that an accepted alert spends; no span of one period may hold the
// threshold. An alert's numbers must lie between those of the records at the
// moment its lease was granted and at the moment it was published. That covers
// what never takes part in a decision, too: the records that exceptions took
// out (up to 100 per exception) and the sample of summaries (those of the 20
// lowest identities).
//
// A second copy of an alert is excused only by a fault of that very alert,
// between its publication and its record.
//
// # How it is run
//
//	go run ./simulate/run -n 100000 -faults 0,2,15
//	go run ./simulate/mutants
//
// The first prints how often each promise was kept, and of a broken one the
// shortest schedule that it finds. The second proves the checker: it builds the
// wrong variants of the product, one by one, and each must be caught.
//
// The tests of this package run a share of that. In two more ways they leave
// less to chance, or more: they enumerate, for pairs of small batches, every
// order of all requests with a crash behind each of them; and they have
// processes make several requests at a time, as in production, where elsewhere
// these come one after the other.
//
// # Not simulated
//
// Items that expire and alerted windows that are pruned after 60 days.
package simulate
