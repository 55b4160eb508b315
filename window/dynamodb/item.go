package dynamodb

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window"
)

// version of the layout of items. An item of another version is an error, so
// that a program that is too old stops instead of misreading what it finds.
const version = 1

const identityLen = len(window.Identity{})

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

func encodeElements(elements []window.Element) types.AttributeValue {
	return encode(elements, func(e window.Element) []byte {
		return append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+identityLen), e.Time), e.Identity[:]...)
	})
}

func encodeSummaries(summaries []window.Summary) types.AttributeValue {
	return encode(summaries, func(s window.Summary) []byte { return append(s.Identity[:], s.Text...) })
}

func encodeExcepted(excepted []window.Excepted) types.AttributeValue {
	return encode(excepted, func(e window.Excepted) []byte { return append(e.Identity[:], e.Name...) })
}

// encode returns nil for no members: DynamoDB has no empty sets.
func encode[T any](members []T, bytes func(T) []byte) types.AttributeValue {
	if len(members) == 0 {
		return nil
	}
	set := &types.AttributeValueMemberBS{Value: make([][]byte, len(members))}
	for i, m := range members {
		set.Value[i] = bytes(m)
	}
	return set
}

// decodeWindow decodes a window with its start.
func decodeWindow(it item) (window.Image, error) {
	if err := checkVersion(it); err != nil {
		return window.Image{}, err
	}
	sk, ok := it["sk"].(*types.AttributeValueMemberN)
	if !ok {
		return window.Image{}, fmt.Errorf("stored window: sk is a %T", it["sk"])
	}
	start, err := strconv.ParseInt(sk.Value, 10, 64)
	if err != nil {
		return window.Image{}, fmt.Errorf("stored window: sk: %w", err)
	}
	img, err := decodeImage(it)
	img.Start = start
	return img, err
}

func decodeImage(it item) (window.Image, error) {
	var img window.Image
	err := decode(it, "ids", 4+identityLen, func(b []byte) {
		img.Elements = append(img.Elements, window.Element{
			Time: binary.BigEndian.Uint32(b), Identity: window.Identity(b[4 : 4+identityLen]),
		})
	})
	if err == nil {
		err = decode(it, "sums", identityLen, func(b []byte) {
			img.Summaries = append(img.Summaries, window.Summary{Identity: window.Identity(b[:identityLen]), Text: string(b[identityLen:])})
		})
	}
	if err == nil {
		err = decode(it, "exc", identityLen, func(b []byte) {
			img.Excepted = append(img.Excepted, window.Excepted{Identity: window.Identity(b[:identityLen]), Name: string(b[identityLen:])})
		})
	}
	return img, err
}

// decode calls each with the members of a set, which have at least so many
// bytes.
func decode(it item, name string, least int, each func([]byte)) error {
	attribute, ok := it[name]
	if !ok {
		return nil
	}
	set, ok := attribute.(*types.AttributeValueMemberBS)
	if !ok {
		return fmt.Errorf("stored window: %s is a %T", name, attribute)
	}
	for _, b := range set.Value {
		if len(b) < least {
			return fmt.Errorf("stored window: %s has a member of %d bytes, want at least %d", name, len(b), least)
		}
		each(b)
	}
	return nil
}

// decodeRegister returns the alerted windows of a register; there may be none.
func decodeRegister(it item) ([]int64, error) {
	if err := checkVersion(it); err != nil {
		return nil, err
	}
	attribute, ok := it["pub"]
	if !ok {
		return nil, nil
	}
	set, ok := attribute.(*types.AttributeValueMemberNS)
	if !ok {
		return nil, fmt.Errorf("stored register: pub is a %T", attribute)
	}
	var all []int64
	for _, s := range set.Value {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("stored register: pub: %w", err)
		}
		all = append(all, n)
	}
	return all, nil
}
