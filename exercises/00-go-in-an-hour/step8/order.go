// Package step8: JSON and tags.
package step8

import "encoding/json"

// Order looks like this in JSON:
//
//	{"id":7,"customer":"Ada","items":["tea","cake"],"note":"no sugar"}
//
// Without a note there is no "note"; without items there is "items":[].
//
// TODO 8: encoding/json sees only fields with a capital letter, and names them
// as Go does. A tag behind the type gives another name: `json:"id"`; with
// `json:"note,omitempty"` an empty field is left out. A nil slice becomes null:
// Encode has to give order an empty one, []string{}.
type Order struct {
	ID       int
	Customer string
	items    []string
	Note     string
}

// Decode reads an order.
func Decode(text []byte) (Order, error) {
	var order Order
	err := json.Unmarshal(text, &order)
	return order, err
}

// Encode writes an order.
func Encode(order Order) ([]byte, error) {
	return json.Marshal(order)
}
