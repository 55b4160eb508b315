// Package cloudtrail decodes what CloudWatch Logs sends into records:
// CloudTrail events, as JSON, exactly as they were logged. Package history
// reads the same from what people have on disk.
//
// # Payloads
//
// [DecodePayload] decodes a CloudWatch Logs subscription payload into a
// [Batch]. A payload that is broken or opens to more than 64 MiB is a
// *[PayloadError], one that is sound but no subscription payload a
// *[ShapeError]. A log event whose message isn't a JSON object goes to
// Batch.Rejected; the rest of the batch is kept.
//
// A [Decoder] opens one payload after another in the same memory, as a
// [Payload] whose log events are read one by one. Nearly all of its time goes
// into decompressing: the JSON is walked once, from one log event to the next,
// and a message stays in its string, where it can be matched. Only a record that
// is wanted is taken out.
//
// # Trust
//
// All input is untrusted. JSON nests at most 10,000 deep. Invalid UTF-8 inside
// strings is not refused, because it is no reason to overlook a record: whoever
// shows text must make it safe. Excerpts in faults are safe to print.
package cloudtrail
