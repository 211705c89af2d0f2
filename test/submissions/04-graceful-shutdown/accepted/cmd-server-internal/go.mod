module example.com/team/user-service

go 1.22
