// Package history reads the CloudTrail records that people have on disk: files,
// directories and standard input, in every form in which they are kept.
//
// [Open] lists what is to be read; [Input.Records] reads it one record at a
// time, in the order of the files, on all cores, in memory that does not grow
// with their size. What a file is, its content says, not its name:
//
//   - {"Records":[…]}, what CloudTrail delivers to S3; arrays of records; records
//     on lines, or one after the other, with or without white space; one record
//   - log events: an export of CloudWatch Logs to S3, aws logs tail,
//     filter-log-events, get-log-events, and lines with anything before a record
//   - aws cloudtrail lookup-events; EventBridge events; results of Logs Insights
//     and CloudTrail Lake that have whole records
//   - subscription payloads in base64, gzip or JSON; Lambda events of awslogs,
//     SQS, SNS, Kinesis, Firehose, Kafka and others, failed invocations, and what
//     aws sqs receive-message answers
//   - CSV and TSV with a column of whole records
//   - what other tools make of records and keep them in: OCSF's raw_data,
//     Filebeat's message, Elastic's event.original and _source, Splunk's _raw and
//     event, and any wrapper of objects, arrays and strings
//   - gzip, bzip2, zstd, zip and tar of any of these
//
// Forms may be mixed, nested in each other, or follow each other in one
// file. The tables of internal/form are what tells JSON objects apart.
//
// # Records
//
// A record is an object with eventName and eventSource, an Insights event or an
// aggregated event. Anything else that is well formed is counted, and said once
// for each file as a [Foreign] with its first place: what it is, where that is
// known, and how to get at the records. Events of which fields are missing,
// because somebody has made columns of them, are no records either.
//
// Records are numbered from 1 in each file. What took the place of a record has
// a number as well: a broken one, a foreign object, each line that is not JSON.
//
// # Faults
//
// What can't be read is a *cloudtrail.Fault with its place, and reading goes
// on: with the next element, the next line or the next object, whichever can be
// found. Lines that are not JSON are one fault for as many as follow each
// other. Where the rest of a file is lost, the fault says so: the file is
// truncated, or a record of more than 16 MiB has no end. An empty file is a
// fault if it is named .json or .gz, because neither can be empty, and the
// remains of a broken copy look like that.
//
// # Directories
//
// A directory is read whole, each file by its content. Digests are left out by
// their name. A file of another kind is a [Foreign] that was found; only if its
// name ends like one of JSON (.json, .jsonl, .ndjson, .log, and their .gz) is
// it a fault. Symbolic links are followed inside the directory, and out of it
// with [Options.Follow]; each directory is read once. Files with the time of
// delivery in their name, as CloudTrail gives them, come first, in the order of
// that time across accounts and regions; the others follow in the order of the
// paths given, and within a directory by name.
//
// # Trust
//
// All input is untrusted. JSON nests at most 10,000 deep, things nest inside
// each other at most 8 deep, one value of a file is at most 16 MiB. What a file
// decompresses to is limited in proportion to its size, and so is what is
// looked at inside it, each time it is, so that no small file takes long.
// Invalid UTF-8 inside strings is not refused, because it is not a reason to
// overlook a record: whoever shows text must make it safe. Excerpts in faults
// are safe to print.
package history
