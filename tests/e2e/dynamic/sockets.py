# SPDX-License-Identifier: MIT
"""Sockets as python's own libraries use them; prints what must be equal."""
import asyncio
import multiprocessing
import os
import socket
import socketserver
import tempfile
import threading
from multiprocessing.connection import Client, Listener

where = tempfile.mkdtemp()


async def handle(reader, writer):
    writer.write((await reader.read())[::-1])
    await writer.drain()
    writer.close()


async def ask(path, i):
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b'%d' % (i % 10) * 50000)
    writer.write_eof()
    data = await reader.read()
    writer.close()
    return len(data), data[:1]


async def servers():
    path = where + '/async'
    server = await asyncio.start_unix_server(handle, path)
    answers = await asyncio.gather(*[ask(path, i) for i in range(20)])
    print(answers)
    server.close()
    os.unlink(path)


def square(x):
    return x * x


def send_list(conn):
    conn.send({'numbers': list(range(1000))})
    conn.close()


def knock(path):
    with Client(path, 'AF_UNIX', authkey=b'key') as conn:
        conn.send([1, 2, 3])


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline().upper())


def socket_server():
    path = where + '/server'
    with socketserver.ThreadingUnixStreamServer(path, Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(path)
            s.sendall(b'shout\n')
            print(s.makefile().readline().strip())
        server.shutdown()
    os.unlink(path)


def processes():
    with multiprocessing.Pool(2) as pool:
        print(pool.map(square, range(10)))
    here, there = multiprocessing.Pipe()
    child = multiprocessing.Process(target=send_list, args=(there,))
    child.start()
    print(len(here.recv()['numbers']))
    child.join()
    path = where + '/listener'
    with Listener(path, 'AF_UNIX', authkey=b'key') as listener:
        child = multiprocessing.Process(target=knock, args=(path,))
        child.start()
        with listener.accept() as conn:
            print(conn.recv())
        child.join()


def descriptors():
    a, b = socket.socketpair()
    with open(where + '/file', 'w+') as f:
        f.write('over a socket')
        f.flush()
        socket.send_fds(a, [b'file'], [f.fileno()])
    data, fds, _, _ = socket.recv_fds(b, 100, 4)
    os.lseek(fds[0], 0, 0)
    print(data, os.read(fds[0], 100), b.getsockopt(
        socket.SOL_SOCKET, socket.SO_PEERCRED, 4) == os.getpid().to_bytes(
            4, 'little'))
    os.close(fds[0])
    os.unlink(where + '/file')


if __name__ == '__main__':
    asyncio.run(servers())
    socket_server()
    processes()
    descriptors()
    os.rmdir(where)
    print('end')
