module example.com/hostile

go 1.22

require example.com/outside v0.0.0

replace example.com/outside => ../outside
