module example.org/chilike-users

go 1.22
