package step8

import (
	"bytes"
	"encoding/json"
)

type Order struct {
	Number int     `json:"id"`
	Who    string  `json:"customer"`
	What   list    `json:"items"`
	Extra  *string `json:"note,omitempty"`
}

// list is written as [] also when it is nil.
type list []string

func (l list) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]string(l))
}

func Decode(text []byte) (order Order, err error) {
	err = json.NewDecoder(bytes.NewReader(text)).Decode(&order)
	return
}

func Encode(order Order) ([]byte, error) {
	var out bytes.Buffer
	err := json.NewEncoder(&out).Encode(order)
	return out.Bytes(), err
}
