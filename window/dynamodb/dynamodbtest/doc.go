// Package dynamodbtest gives tests a real table: DynamoDB Local, on a free port
// of the loopback interface.
//
//	func TestSomething(t *testing.T) {
//		client := dynamodbtest.Client(t)
//		table := dynamodbtest.NewTable(t, client)
//		...
//	}
//
// The server is started by the first test of a test binary that asks for it and
// shared by all the others, each with a table of its own. It ends with the test
// binary, however that ends: it reads its standard input and halts when the
// other end is gone.
//
// Nothing is downloaded here. "make deps" puts DynamoDB Local into the .cache
// directory of the checkout, or into the directory that TRAILNOTIFY_CACHE
// names. Where it is missing, tests are skipped with a line that says so; with
// CI=true they fail, so that a run that is meant to prove something cannot pass
// by leaving things out.
//
// DynamoDB Local differs from the service where tests may notice: it raises no
// TransactionConflict, it enables time to live at once, and its error answers
// carry no checksum.
package dynamodbtest
