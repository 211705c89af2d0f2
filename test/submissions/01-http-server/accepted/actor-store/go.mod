module users.local/actor

go 1.22
