package traffic

import "time"

// Record is one CloudTrail record.
type Record struct {
	JSON      []byte // one line, without a line feed; valid until the next record
	Time      time.Time
	Region    string
	Duplicate bool // the same record was delivered before
	who       *caller
}

// appendRecord appends the record that CloudTrail writes of a call.
func appendRecord(dst []byte, c *call, s *scene) []byte {
	signIn := c.kind == "AwsConsoleSignIn"
	dst = appendText(append(dst, `{"eventVersion":"`...), eventVersion(c.source), `","userIdentity":`)
	dst = s.caller.identity.append(dst, s)
	dst = s.at.AppendFormat(append(dst, `,"eventTime":"`...), time.RFC3339)
	dst = appendText(dst, `","eventSource":"`, c.source, `.amazonaws.com","eventName":"`, c.name, `","awsRegion":"`, c.region)
	dst = appendText(dst, `","sourceIPAddress":"`, s.caller.from, `","userAgent":"`, s.caller.agent, `"`)
	if c.code != "" {
		dst = appendText(dst, `,"errorCode":"`, c.code, `"`)
	}
	if c.message != nil {
		dst = append(c.message.append(append(dst, `,"errorMessage":"`...), s), '"')
	}
	dst = appendValue(append(dst, `,"requestParameters":`...), c.params, s)
	dst = appendValue(append(dst, `,"responseElements":`...), c.response, s)
	if c.extra != nil {
		dst = c.extra.append(append(dst, `,"additionalEventData":`...), s)
	}
	if !signIn && c.kind != "AwsServiceEvent" {
		dst = append(appendUUID(append(dst, `,"requestID":"`...), s.rand), '"')
	}
	dst = appendUUID(append(dst, `,"eventID":"`...), s.rand)
	dst = appendBool(append(dst, `","readOnly":`...), c.readOnly)
	if c.resources != nil {
		dst = c.resources.append(append(dst, `,"resources":`...), s)
	}
	dst = appendText(dst, `,"eventType":"`, c.kind, `"`)
	if version := apiVersion(c.source); version != "" {
		dst = appendText(dst, `,"apiVersion":"`, version, `"`)
	}
	dst = append(dst, `,"managementEvent":true,"recipientAccountId":"`+Account+`","eventCategory":"Management"`...)
	if s.caller.direct {
		dst = appendText(dst, `,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"`, host(c.source, c.region), `"}`)
	}
	if s.caller.console && !signIn {
		dst = append(dst, `,"sessionCredentialFromConsole":"true"`...)
	}
	return append(dst, '}')
}

func appendText(dst []byte, texts ...string) []byte {
	for _, t := range texts {
		dst = append(dst, t...)
	}
	return dst
}

func appendValue(dst []byte, t template, s *scene) []byte {
	if t == nil {
		return append(dst, "null"...)
	}
	return t.append(dst, s)
}

func appendBool(dst []byte, b bool) []byte {
	if b {
		return append(dst, "true"...)
	}
	return append(dst, "false"...)
}
