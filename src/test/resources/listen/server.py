"""An HTTP server on the sockets that it is given: <delay in ms>. Asked to leave, it takes no more
connections, ends what it has, and goes. What waits at the socket is the next run's."""
import os
import selectors
import signal
import socket
import sys
import threading
import time

if os.environ.get("VERSION") == "bad":
    sys.exit("version bad cannot start")
assert int(os.environ["LISTEN_PID"]) == os.getpid(), "not for us"
names = os.environ["LISTEN_FDNAMES"].split(":")
count = int(os.environ["LISTEN_FDS"])
blocking = [os.get_blocking(3 + i) for i in range(count)]
print("given", count, " ".join(names), "blocking" if all(blocking) else "not", flush=True)

leaving, wake = socket.socketpair()
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda *_: wake.send(b"x"))

listeners = selectors.DefaultSelector()
listeners.register(leaving, selectors.EVENT_READ)
for i in range(count):
    listener = socket.socket(fileno=3 + i)
    listener.setblocking(False)  # another run may be quicker
    listeners.register(listener, selectors.EVENT_READ)


def answer(connection):
    connection.setblocking(True)
    with connection:
        request = b""
        while b"\r\n\r\n" not in request:
            more = connection.recv(65536)
            if not more:
                return
            request += more
        time.sleep(int(os.environ.get("DELAY_MS", "0")) / 1000)
        body = f"{os.getpid()} {os.environ.get('VERSION', '1')}".encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + body)


threads = []
while True:
    ready = [key.fileobj for key, _ in listeners.select()]
    if leaving in ready:
        break
    threads = [each for each in threads if each.is_alive()]
    for listener in ready:
        try:
            connection, _ = listener.accept()
        except BlockingIOError:
            continue
        threads.append(threading.Thread(target=answer, args=(connection,)))
        threads[-1].start()
for each in threads:
    each.join()
print("left", flush=True)
