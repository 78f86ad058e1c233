package chat

import (
	"fmt"
	"sync"
	"time"
)

// Outage reports to the people who run the bot that a service has not been
// reached for longer than a minute, and that it is reached again. The zero value
// reports to nobody.
type Outage struct {
	Service string
	// Report is called with what is wrong, in whole sentences, and with "" once it
	// is over. It may be nil.
	Report func(text string)

	mu    sync.Mutex
	down  map[int]*time.Timer // by connection
	since map[int]time.Time
	told  map[int]bool
}

// tolerated is how long a service may be away before that is reported: connections
// are refreshed every few hours.
const tolerated = time.Minute

// Down is called when a connection is lost, or not made yet. More calls change
// nothing until Up.
func (o *Outage) Down(connection int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.Report == nil || o.down[connection] != nil {
		return
	}
	if o.down == nil {
		o.down, o.since, o.told = map[int]*time.Timer{}, map[int]time.Time{}, map[int]bool{}
	}
	o.since[connection] = time.Now()
	o.down[connection] = time.AfterFunc(tolerated, func() { o.tell(connection) })
}

func (o *Outage) tell(connection int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.down[connection] == nil {
		return
	}
	o.told[connection] = true
	o.Report(fmt.Sprintf("%s has not been reached since %s: questions there are not answered, and digests wait. The log says why; it is tried again without end.",
		o.Service, o.since[connection].Format("2 January 15:04 MST")))
}

// Up is called when a connection is ready.
func (o *Outage) Up(connection int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	timer := o.down[connection]
	if timer == nil {
		return
	}
	timer.Stop()
	delete(o.down, connection)
	delete(o.told, connection)
	if len(o.told) == 0 {
		o.Report("")
	}
}

// End is called when the bot stops: nothing is reported any more.
func (o *Outage) End() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for connection, timer := range o.down {
		timer.Stop()
		delete(o.down, connection)
	}
}
