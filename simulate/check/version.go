package check

// as is the ledger as a version of the rules reads it: the same facts under
// another threshold and quiet time. It is for reading only.
func (k *Checker) as(l *ledger, version int) *ledger {
	view := *l
	view.Key = k.schedule.Versions[version].Rules.Keys[l.number%len(k.schedule.Rules.Keys)]
	return &view
}

// leniently is the ledger under the highest threshold and the longest quiet
// time of all versions: what is due then is due whoever looks.
func (k *Checker) leniently(l *ledger) *ledger {
	view := *l
	key, shape := *l.Key, *l.Shape
	for _, version := range k.schedule.Versions {
		other := version.Rules.Keys[l.number%len(k.schedule.Rules.Keys)]
		key.Threshold = max(key.Threshold, other.Threshold)
		shape.Quiet = max(shape.Quiet, other.Quiet)
	}
	key.Shape = &shape
	view.Key = &key
	return &view
}

// key is the number of the ledger of a key of the rules in a deployment.
func (k *Checker) key(deployment, n int) int { return deployment*len(k.schedule.Rules.Keys) + n }
