# Is ready when a file is there, and shows it in the way that it is told: notify, log or tcp.
import os, socket, sys, time

way, go, port = sys.argv[1:4]
while not os.path.exists(go):
    time.sleep(0.02)
if way == "notify":
    note = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    note.sendto(b"STATUS=up\nREADY=1\n", os.environ["NOTIFY_SOCKET"])
elif way == "log":
    print("server 7 is up", flush=True)
else:
    listener = socket.create_server(("127.0.0.1", int(port)))
time.sleep(1000)
