package cloudtrail

import "errors"

// Batch is a decoded subscription payload. Its records share one buffer:
// keeping one of them keeps all of them in memory.
type Batch struct {
	Owner, LogGroup, LogStream string
	Control                    bool     // a control message, see [Payload]
	Records                    []Record // in the order of the payload; Place.N counts its log events
	Rejected                   []error  // a *Fault for each log event whose message is not a JSON object
}

// DecodePayload decodes the payload that CloudWatch Logs hands to a Lambda
// function: base64 of gzip of JSON, as in event.awslogs.data. Line breaks in
// the base64 are skipped. It returns a *PayloadError for a payload that is
// broken or larger than 64 MiB, and a *ShapeError for a sound one that is no
// subscription payload. A log event that is not a JSON object only goes to
// Batch.Rejected. data is neither changed nor kept. A [Decoder] does the same
// record by record, and faster.
func DecodePayload(data []byte) (Batch, error) {
	p, err := new(Decoder).Open(data)
	if err != nil {
		return Batch{}, err
	}
	b := Batch{Owner: p.Owner, LogGroup: p.LogGroup, LogStream: p.LogStream, Control: p.Control}
	for r, err := range p.Records(nil) {
		_, rejected := errors.AsType[*Fault](err)
		switch {
		case err == nil:
			b.Records = append(b.Records, r)
		case rejected:
			b.Rejected = append(b.Rejected, err)
		default:
			return Batch{}, err
		}
	}
	return b, nil
}
