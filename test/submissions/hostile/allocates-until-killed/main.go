// It takes all the memory it can get.
package main

var hoard [][]byte

func main() {
	for {
		block := make([]byte, 16<<20)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1
		}
		hoard = append(hoard, block)
	}
}
