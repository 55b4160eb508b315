package syntax

import "fmt"

// The answers of the service, word for word. Each was recorded for the fault
// that carries it here; all other faults carry none.
const (
	reasonJSON      = "Invalid metric filter pattern"
	reasonBrace     = "If a filter pattern starts with '{' it must end with '}'"
	reasonDelimited = "Invalid filter pattern"
	reasonRegex     = "Failed to compile regular expression."
	reasonParameter = "InvalidParameterException"
	reasonLength    = "Member must have length less than or equal to 1024"
	reasonWildcard  = "Your filter pattern has a JSON path selector that exceeds the maximum of 1 wildcard allowed per json selector."
	reasonWildcards = "Your input has exceeded the maximum of 3 JSON wildcard selectors allowed per filter pattern."
	reasonRegexes   = "Your input has exceeded the maximum of 2 regular expressions per filter pattern."
)

// reasonToken is the answer where the service can't cut the pattern into
// tokens: it names the token that failed, up to the character that did not fit.
func reasonToken(token string) string {
	return fmt.Sprintf("Invalid character(s) in term '%s'", token)
}

func reasonDuplicate(name string) string { return "Duplicate field '" + name + "'" }

// because adds the service's answer.
func (e *Error) because(reason string) *Error {
	e.Reason = reason
	return e
}

// open marks a fault of which it is not known whether the service refuses it.
func (e *Error) open() *Error {
	e.Open = true
	return e
}
