// Package records gives the records that everything is measured on, and the
// payloads that carry them.
//
// There are three kinds. [Generated] ones are those of tools/traffic. [Real]
// ones were recorded by others and lie beside the repository, where they do.
// [Odd] ones are generated records in spellings that JSON allows and CloudTrail
// does not use, or uses rarely: what they cost is what leaving the fast path
// costs.
package records
