package group

import (
	"testing"

	"trailnotify/cloudtrail"
)

func TestRecord_Kind(t *testing.T) {
	const first = `{"eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy","sourceIPAddress":"203.0.113.7"}`
	for name, test := range map[string]struct {
		record      string
		call, whole bool // whether the hash is the same
	}{
		"the same again":                 {first, true, true},
		"another address of the network": {`{"eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy","sourceIPAddress":"203.0.113.99","eventID":"2"}`, true, true},
		"another network":                {`{"eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy","sourceIPAddress":"198.51.100.7"}`, true, false},
		"another call":                   {`{"eventSource":"iam.amazonaws.com","eventName":"AttachRolePolicy","sourceIPAddress":"203.0.113.7"}`, false, false},
		"another service":                {`{"eventSource":"sts.amazonaws.com","eventName":"PutRolePolicy","sourceIPAddress":"203.0.113.7"}`, false, false},
		"another outcome":                {`{"eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy","sourceIPAddress":"203.0.113.7","errorCode":"AccessDenied"}`, false, false},
		"nothing":                        {`{}`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			call, whole := kindOf(first)
			otherCall, otherWhole := kindOf(test.record)
			if (call == otherCall) != test.call || (whole == otherWhole) != test.whole {
				t.Errorf("call %x and %x, whole %x and %x", call, otherCall, whole, otherWhole)
			}
		})
	}
}

// TestRecord_KindOfErrors tells failures apart by their code.
func TestRecord_KindOfErrors(t *testing.T) {
	call, whole := kindOf(`{"eventName":"PutRolePolicy","errorCode":"NoSuchEntityException"}`)
	otherCall, otherWhole := kindOf(`{"eventName":"PutRolePolicy","errorCode":"LimitExceededException"}`)
	if call != otherCall || whole == otherWhole {
		t.Errorf("call %x and %x, whole %x and %x", call, otherCall, whole, otherWhole)
	}
}

// TestRecord_KindIsStored holds the numbers that windows hold to what they were
// when these were written.
func TestRecord_KindIsStored(t *testing.T) {
	if call, whole := kindOf(session); call != 0x79b965bb || whole != 0x47c4e1f4 {
		t.Errorf("call %#x, whole %#x", call, whole)
	}
}

func kindOf(record string) (call, whole uint32) {
	return Of(cloudtrail.Record{JSON: []byte(record)}).Kind()
}
