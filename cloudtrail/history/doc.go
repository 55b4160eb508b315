// Package history reads the CloudTrail records that people have on disk: files,
// directories and standard input, in every form in which they are kept.
//
// # Files
//
// [Open] lists files, directories and standard input; [Input.Records] reads them one record at a time, in memory that
// does not grow with their size. What a file is, its content says, not its name:
//
//   - {"Records":[…]}, what CloudTrail delivers to S3, CloudTrail Insights included
//   - an array of records, records one a line, records one after the other, one record alone, all of them on one line or
//     many; commas between records at the top are skipped
//   - a CloudWatch Logs export to S3 and the output of aws logs tail: a time and the record on each line
//   - aws logs filter-log-events and get-log-events: {"events":[{"timestamp":…,"message":"…"}]}
//   - aws cloudtrail lookup-events: {"Events":[{"CloudTrailEvent":"…"}]}, or those events one a line
//   - EventBridge events, {"detail-type":"AWS API Call via CloudTrail","detail":{…}}
//   - subscription payloads: in base64 (in one line or wrapped), gzip or JSON; Lambda events that hold them, as
//     {"awslogs":{"data":"…"}}, from SQS or Kinesis, or in the requestPayload of a failed invocation; aws sqs receive-message
//   - gzip of any of them, of one or many members; strings of JSON that hold any of them
//
// The shapes may be mixed, wrapped in each other, stand in arrays or follow each other in one file. A UTF-8 byte order
// mark is skipped.
//
// Any other JSON object is taken for a record, even if it has none of CloudTrail's fields: history is often cut down or
// anonymised, and a record that no rule matches does no harm. The exceptions are objects that are known to be something
// else: a CloudTrail digest, an EventBridge event of another kind, a Lambda event of S3 or SNS. They are faults.
// A message of a log event is the record, whatever it holds, because so it is for the function behind the log group.
//
// # Faults
//
// What can't be read is a *[Fault] with its place, and reading goes on: with the next element, the next line or the next
// object, whichever can be found. Lines that hold no JSON are one fault for as many as follow each other. Where the rest of
// a file is lost, the fault says so: the file is truncated, or a record of more than 16 MiB has no end. An empty file is a
// fault if it is named .json or .gz, because neither can be empty, and the remains of a broken copy look like that.
//
// Records are numbered from 1 in each file; a rotten one takes a number, too, and so does each line that holds no JSON.
// White space, blank lines and what follows a record on its line take none.
//
// # Directories
//
// In a directory, *.json, *.jsonl, *.log and their .gz are read, whatever the case of their names; CloudTrail's digests are
// passed over, other files are counted as skipped. A file that is named itself is always read. Symbolic links are followed,
// each directory is read once. Files with the time of delivery in their name, as CloudTrail gives them, come first, in the
// order of that time across accounts and regions; the others follow in the order of the paths given, and within a directory
// by name.
//
// # Trust
//
// All input is untrusted. JSON nests at most 10,000 deep, what is in one another is at most 8 deep, one value of a file is
// at most 16 MiB. Invalid UTF-8 inside strings is not refused, because it is no reason to overlook a record: whoever shows
// text must make it safe. Excerpts in faults are safe to print.
package history
