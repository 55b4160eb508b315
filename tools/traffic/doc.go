// Package traffic writes CloudTrail records that never happened: the API calls of a made-up account on a made-up day, in which an
// intruder with a stolen access key is hidden.
//
// The records follow CloudTrail's record format (event versions 1.08 to 1.11), with every kind of identity that it knows. All names are
// reserved ones: account 111122223333, addresses of RFC 5737, access keys that end in EXAMPLE.
//
// # Ordinary traffic
//
// [New] spreads ordinary calls over each day: people at consoles in Tokyo's office hours, a Terraform pipeline, the controllers of a
// Kubernetes cluster, AWS Config, autoscaling and other services around the clock. Ordinary calls match no rule of the default set, at
// any volume, so whatever rings was planted.
//
// # The story
//
// Once a day, always at the same times, the [Story] is planted between them: the attack, two mistakes that look like one, and near
// misses that stay one short of a threshold. Each planted call states the rule that it matches, so [Expect] can say which rules must
// alert, and when, without evaluating a single pattern.
//
// # Reproducible
//
// Everything follows from [Config]: the same seed gives the same bytes. Duplicates are drawn from a stream of random numbers of their
// own, so asking for them changes no record. Records stream: memory grows with the records of five minutes, not with the total.
package traffic
