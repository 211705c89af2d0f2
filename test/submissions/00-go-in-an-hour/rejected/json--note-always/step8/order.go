// Package step8: JSON and tags.
package step8

import "encoding/json"

// Order looks like this in JSON:
//
//	{"id":7,"customer":"Ada","items":["tea","cake"],"note":"no sugar"}
//
// Without a note there is no "note"; without items there is "items":[].
type Order struct {
	ID       int      `json:"id"`
	Customer string   `json:"customer"`
	Items    []string `json:"items"`
	Note     string   `json:"note"`
}

// Decode reads an order.
func Decode(text []byte) (Order, error) {
	var order Order
	err := json.Unmarshal(text, &order)
	return order, err
}

// Encode writes an order.
func Encode(order Order) ([]byte, error) {
	if order.Items == nil { // order is a copy: the caller's stays as it is
		order.Items = []string{}
	}
	return json.Marshal(order)
}
