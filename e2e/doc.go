// Package e2e holds the tests of the built Lambda function as it runs, on real parts: its bootstrap behind the runtime
// interface emulator, DynamoDB Local for the table, a topic whose subscribers say what arrived, and a network between
// them that fails when it is told to. "make e2e" fetches the parts and runs the tests; package stand says what they are.
//
// Nothing of the product is imported to judge the product: alerts are read by the shape that is promised to
// subscribers, and what must be found stands in testdata/sample.expected.json.
package e2e
