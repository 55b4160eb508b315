package dynamodb

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window/set"
)

// version of the layout of items. An item of another version is an error, so
// that a program that is too old stops instead of misreading what it finds.
const version = 3

// Lengths of what members of sets begin with.
const (
	identityLen = len(set.Identity{})
	elementLen  = 4 + identityLen + 4 // time, identity, number of the kind
	summaryLen  = identityLen + 8     // identity, kind
)

func checkVersion(it item) error {
	switch v := it["v"].(type) {
	case *types.AttributeValueMemberN:
		if v.Value != strconv.Itoa(version) {
			return fmt.Errorf("stored item has version %s, want %d", v.Value, version)
		}
	case nil:
		if len(it) > 0 {
			return fmt.Errorf("stored item has no version, want %d", version)
		}
	default:
		return fmt.Errorf("stored item: version is a %T", v)
	}
	return nil
}

func encodeElements(elements []set.Element) types.AttributeValue {
	return encode(elements, func(e set.Element) []byte {
		b := binary.BigEndian.AppendUint32(make([]byte, 0, elementLen), e.Time)
		return binary.BigEndian.AppendUint32(append(b, e.Identity[:]...), e.Kind)
	})
}

func encodeSummaries(summaries []set.Summary) types.AttributeValue {
	return encode(summaries, func(s set.Summary) []byte {
		b := append(make([]byte, 0, summaryLen+len(s.Text)), s.Identity[:]...)
		b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, s.Kind.Call), s.Kind.Whole)
		return append(b, s.Text...)
	})
}

func encodeExcepted(excepted []set.Excepted) types.AttributeValue {
	return encode(excepted, func(e set.Excepted) []byte { return append(e.Identity[:], e.Name...) })
}

// encode returns nil for no members: DynamoDB has no empty sets.
func encode[T any](members []T, bytes func(T) []byte) types.AttributeValue {
	if len(members) == 0 {
		return nil
	}
	all := &types.AttributeValueMemberBS{Value: make([][]byte, len(members))}
	for i, m := range members {
		all.Value[i] = bytes(m)
	}
	return all
}

// decodeItem decodes an item of a window with its place.
func decodeItem(it item) (set.Item, error) {
	if err := checkVersion(it); err != nil {
		return set.Item{}, err
	}
	at, err := decodePlace(it)
	if err != nil {
		return set.Item{}, err
	}
	c, err := decodeContents(it)
	return set.Item{Place: at, Contents: c}, err
}

// fraction is the number of digits of a part, see [set.Part].
const fraction = 19

// encodePlace writes a place as a number: the start of a window, and the part
// as its fraction.
func encodePlace(at set.Place) types.AttributeValue {
	text := strconv.FormatInt(at.Start, 10)
	if at.Part > 0 {
		text += strings.TrimRight(fmt.Sprintf(".%0*d", fraction, at.Part), "0")
	}
	return &types.AttributeValueMemberN{Value: text}
}

// decodePlace reads the place of an item, or of the key of one.
func decodePlace(it item) (set.Place, error) {
	sk, ok := it["sk"].(*types.AttributeValueMemberN)
	if !ok {
		return set.Place{}, fmt.Errorf("stored window: sk is a %T", it["sk"])
	}
	whole, digits, _ := strings.Cut(sk.Value, ".")
	start, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return set.Place{}, fmt.Errorf("stored window: sk: %w", err)
	}
	if len(digits) > fraction {
		return set.Place{}, fmt.Errorf("stored window: sk is %s, want at most %d digits after the point", sk.Value, fraction)
	}
	part, err := strconv.ParseUint(digits+strings.Repeat("0", fraction-len(digits)), 10, 64)
	if err != nil {
		return set.Place{}, fmt.Errorf("stored window: sk: %w", err)
	}
	return set.Place{Start: start, Part: set.Part(part)}, nil
}

func decodeContents(it item) (set.Contents, error) {
	var c set.Contents
	err := decode(it, "ids", elementLen, func(b []byte) {
		c.Elements = append(c.Elements, set.Element{
			Time: binary.BigEndian.Uint32(b), Identity: set.Identity(b[4 : 4+identityLen]),
			Kind: binary.BigEndian.Uint32(b[4+identityLen:]),
		})
	})
	if err == nil {
		err = decode(it, "sums", summaryLen, func(b []byte) {
			c.Summaries = append(c.Summaries, decodeSummary(b))
		})
	}
	if err == nil {
		err = decode(it, "exc", identityLen, func(b []byte) {
			c.Excepted = append(c.Excepted, set.Excepted{Identity: set.Identity(b[:identityLen]), Name: string(b[identityLen:])})
		})
	}
	return c, err
}

func decodeSummary(b []byte) set.Summary {
	return set.Summary{
		Identity: set.Identity(b[:identityLen]),
		Kind:     set.Kind{Call: binary.BigEndian.Uint32(b[identityLen:]), Whole: binary.BigEndian.Uint32(b[identityLen+4:])},
		Text:     string(b[summaryLen:]),
	}
}

// decode calls each with the members of a set, which have at least so many
// bytes.
func decode(it item, name string, least int, each func([]byte)) error {
	attribute, ok := it[name]
	if !ok {
		return nil
	}
	members, ok := attribute.(*types.AttributeValueMemberBS)
	if !ok {
		return fmt.Errorf("stored window: %s is a %T", name, attribute)
	}
	for _, b := range members.Value {
		if len(b) < least {
			return fmt.Errorf("stored window: %s has a member of %d bytes, want at least %d", name, len(b), least)
		}
		each(b)
	}
	return nil
}
