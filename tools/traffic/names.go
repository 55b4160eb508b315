package traffic

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
)

const (
	// Account owns the trail, and every resource in the records.
	Account = "111122223333"
	// HomeRegion is where the account's people work.
	HomeRegion = "ap-northeast-1"

	globalRegion = "us-east-1" // where global services record
	otherRegion  = "eu-west-1" // where nobody of the account works
	trailARN     = "arn:aws:cloudtrail:" + HomeRegion + ":" + Account + ":trail/organization-trail"

	hexDigits = "0123456789abcdef"
	base32    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
)

// pools hold the names of the account's resources, the same for every seed.
var pools = map[string][]string{
	"instance": numbered("i-0", 40, 16),
	"volume":   numbered("vol-0", 30, 16),
	"eni":      numbered("eni-0", 30, 16),
	"group":    numbered("sg-0", 12, 16),
	"subnet":   numbered("subnet-0", 6, 16),
	"vpc":      numbered("vpc-0", 2, 16),
	"image":    numbered("ami-0", 5, 16),
	"cmk":      {"5d1c3a52-7e64-4f0b-9a0e-2b6f3c8d1e01", "0e9b7c14-33a5-4d52-8c61-7f2a9d4b6e02", "c3f8a6d0-91be-4e27-b5d4-1a6e8f0c2d03"},
	"bucket":   {"example-web-assets", "example-app-uploads", "example-access-logs", "example-trail-logs", "example-terraform-state", "example-reports"},
	"role":     {"orders-api", "payments-worker", "report-builder", "image-resizer", "eks-node", "batch-import"},
	"function": {"orders-webhook", "image-resizer", "report-builder", "session-cleanup", "trail-guard"},
	"table":    {"orders", "sessions", "inventory", "terraform-locks"},
	"secret":   {"orders/database", "payments/gateway", "reports/smtp"},
	"setting":  {"/orders/feature-flags", "/payments/endpoint", "/shared/log-level", "/reports/recipients"},
	"service":  {"orders", "payments", "catalogue", "search"},
	"database": {"orders-primary", "orders-replica-1", "reports"},
	"alarm":    {"orders-5xx", "payments-latency", "queue-depth"},
	"loggroup": {"/aws/lambda/orders-webhook", "/aws/lambda/image-resizer", "/ecs/orders", "/eks/platform/application"},
}

// numbered returns n identifiers of a prefix and digits hex digits.
func numbered(prefix string, n, digits int) []string {
	r := rand.New(rand.NewPCG(hash(prefix), 1))
	ids := make([]string, n)
	for i := range ids {
		ids[i] = string(appendLetters([]byte(prefix), r, hexDigits, digits))
	}
	return ids
}

// uniqueID returns the unique ID of an IAM entity: the prefix of its kind (AIDA, AROA) and 17 more characters that follow from its name.
func uniqueID(prefix, name string) string {
	r := rand.New(rand.NewPCG(hash(name), hash(prefix)))
	return string(appendLetters([]byte(prefix), r, base32, 10)) + "EXAMPLE"
}

func hash(text string) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, text)
	return h.Sum64()
}

// appendLetters appends n letters of an alphabet whose length is a power of two.
func appendLetters(dst []byte, r *rand.Rand, alphabet string, n int) []byte {
	var bits uint64
	for i := range n {
		if i%12 == 0 {
			bits = r.Uint64()
		}
		dst = append(dst, alphabet[bits%uint64(len(alphabet))])
		bits >>= 5
	}
	return dst
}

// appendUUID appends a UUID of version 4.
func appendUUID(dst []byte, r *rand.Rand) []byte {
	hi, lo := r.Uint64(), r.Uint64()
	hi = hi&^0xf000 | 0x4000
	lo = lo&^(0b11<<62) | 0b10<<62
	for i := range 32 {
		switch i {
		case 8, 12, 16, 20:
			dst = append(dst, '-')
		}
		word := hi
		if i >= 16 {
			word = lo
		}
		dst = append(dst, hexDigits[word>>(60-4*(i%16))&0xf])
	}
	return dst
}
