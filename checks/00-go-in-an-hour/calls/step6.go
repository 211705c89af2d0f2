package calls

import (
	"fmt"
	"sync"

	driver "MODULE/internal/gocloudworkshopprobe"
	step6 "MODULE/step6"
)

var guard func(lock sync.Locker, work func()) func() int = step6.Guard

// recorder is a lock that notes what is done to it.
type recorder struct{ events []string }

func (r *recorder) note(what string) { r.events = append(r.events, what) }
func (r *recorder) Lock()            { r.note("Lock") }
func (r *recorder) Unlock()          { r.note("Unlock") }

func init() {
	driver.Handle("Guard", func(args driver.Args) any {
		recorded := &recorder{}
		guarded := guard(recorded, func() { recorded.note("work") })
		recorded.note("returned")
		if guarded == nil {
			return driver.M{"nothing": true}
		}
		numbers := []int{}
		for range make([]struct{}, args.Int(0)) {
			numbers = append(numbers, guarded())
			recorded.note("returned")
		}
		other := guard(&recorder{}, func() {})
		return driver.M{"numbers": numbers, "events": recorded.events, "other": other()}
	})
	driver.Handle("Panic", func(args driver.Args) any {
		recorded := &recorder{}
		reason := args.String(0)
		guarded := guard(recorded, func() {
			recorded.note("work")
			panic(reason)
		})
		if guarded == nil {
			return driver.M{"nothing": true}
		}
		result := driver.M{}
		func() {
			defer func() {
				if caught := recover(); caught != nil {
					result["caught"] = fmt.Sprint(caught)
				}
			}()
			guarded()
		}()
		result["events"] = recorded.events
		return result
	})
}
