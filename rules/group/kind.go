package group

import (
	"crypto/sha256"
	"encoding/binary"
)

// The parts of which a kind is made.
var (
	callPart, _    = Named("call")
	outcomePart, _ = Named("outcome")
	networkPart, _ = Named("network")
)

// Kind returns what an alert tells records apart by, as two hashes. Records
// with the same call hash have the same call and outcome. Records with the same
// whole hash have the same network and error code as well.
func (r *Record) Kind() (call, whole uint32) {
	text := make([]byte, 0, 128)
	for _, p := range []Part{callPart, outcomePart} {
		value, _ := r.value(p)
		text = append(append(text, value...), separator)
	}
	call = hash(text)
	network, _ := r.value(networkPart)
	text = append(append(text, network...), separator)
	return call, hash(append(text, r.members.Field("errorCode")...))
}

func hash(text []byte) uint32 {
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint32(sum[:])
}
