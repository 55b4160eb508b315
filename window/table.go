package window

import "trailnotify/window/store"

// What a [Counter] asks of whoever stores for it.
type (
	Table = store.Table // windows, registers and reminders
	Write = store.Write
	Read  = store.Read
	Claim = store.Claim
	Mark  = store.Mark
)
