/* SPDX-License-Identifier: MIT */
/*
 * relay.c - the machine's serial lines and our standard streams.
 *
 *	standard input  ----> |          | ----> COM2
 *	standard output <---- | the link | <---- COM2
 *	standard error  <---- |          | <---- COM2
 *	standard error  <----------------------- COM1, the kernel's log
 *
 * On the link a byte stands for itself, but for DLE (0x10):
 *
 *	DLE DLE		one 0x10
 *	DLE '1'		what follows is for standard output (as at first)
 *	DLE '2'		what follows is for standard error
 *	DLE 'X' nnn	the exit status, three decimal digits
 *	DLE 'E'		towards the machine: the end of standard input
 *	DLE 'W' rrrr cccc	rows and columns of the terminal, decimal
 *
 * Input is sent when the machine has sent something: before that its port throws
 * away what comes. It is read only when what was read before is on its way, so
 * that a machine that does not listen holds up nothing else. Output that cannot be written
 * ends everything: there is no way to tell the program.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "host.h"
#include "machine.h"

#define DLE	0x10
#define CHUNK	65536u
#define FEW_BYTES	256
#define COLLECT_US	500u

enum state { PLAIN, ESCAPED, STATUS };

struct relay {
	int log, link;			/* -1 when over */
	int raw, left;			/* the terminal is ours; no more */
	int listening;			/* the machine takes input */
	int input;
	int watch;
	pid_t qemu;
	int to;				/* 1 or 2 */
	enum state state;
	unsigned int digits;		/* of the status, so far */
	int status;
	size_t queued, sent;		/* of out[] */
	unsigned char out[2 * CHUNK];
};

/* ---- from the machine --------------------------------------------------------- */

__attribute__((__noreturn__))
static void cannot_write(int fd)
{
	/* As a program ends that writes to a pipe nobody reads. */
	if (errno == EPIPE)
		exit(128 + SIGPIPE);
	complain("cannot write to standard %s: %s", fd == 1 ? "output" : "error",
		 strerror(errno));
	exit(1);
}

static void write_all(int fd, const unsigned char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EAGAIN) {
			struct pollfd p = { .fd = fd, .events = POLLOUT };

			poll(&p, 1, -1);
		} else if (n < 0 && errno != EINTR) {
			cannot_write(fd);
		} else if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

/* The log, for a terminal that does not make returns by itself. */
static void write_log(const unsigned char *bytes, size_t len)
{
	while (terminal_is_raw() && len) {
		const unsigned char *end = memchr(bytes, '\n', len);
		size_t n = end ? (size_t)(end - bytes) : len;

		write_all(2, bytes, n);
		if (!end)
			return;
		write_all(2, (const unsigned char *)"\r\n", 2);
		bytes += n + 1;
		len -= n + 1;
	}
	write_all(2, bytes, len);
}

static void escape(struct relay *r, unsigned char c)
{
	r->state = PLAIN;
	switch (c) {
	case DLE:
		write_all(r->to, &c, 1);
		break;
	case '1':
	case '2':
		r->to = c - '0';
		break;
	case 'X':
		r->state = STATUS;
		r->digits = 0;
		r->status = 0;
		break;
	default:
		complain("the machine sent an unknown sign, 0x%02x", c);
	}
}

static void status_digit(struct relay *r, unsigned char c)
{
	if (c < '0' || c > '9') {
		complain("the machine sent a damaged status");
		r->status = -1;
		r->state = PLAIN;
		return;
	}
	r->status = r->status * 10 + c - '0';
	if (++r->digits == 3)
		r->state = PLAIN;
}

static void take_link(struct relay *r, const unsigned char *s, size_t len)
{
	const unsigned char *end = s + len;

	while (s < end) {
		const unsigned char *dle;

		if (r->state == ESCAPED) {
			escape(r, *s++);
			continue;
		}
		if (r->state == STATUS) {
			status_digit(r, *s++);
			continue;
		}
		dle = memchr(s, DLE, (size_t)(end - s));
		write_all(r->to, s, (size_t)((dle ? dle : end) - s));
		r->state = dle ? ESCAPED : PLAIN;
		s = dle ? dle + 1 : end;
	}
}

/* Read from @fd, a line of the machine. 0: there is no more. QEMU sends each
 * byte by itself: a moment's wait collects some, and leaves it the processor. */
static size_t receive(int fd, unsigned char *buf)
{
	ssize_t n;

	do
		n = read(fd, buf, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n > 0 && n < FEW_BYTES)
		usleep(COLLECT_US);
	return n > 0 ? (size_t)n : 0;
}

/* ---- the terminal --------------------------------------------------------------- */

static volatile sig_atomic_t resized;

static void note_resize(int sig)
{
	resized = sig;
}

/* SIGWINCH comes while ppoll() waits with the mask *@unblocked only. */
static void watch_size(sigset_t *unblocked)
{
	const struct sigaction sa = { .sa_handler = note_resize };
	sigset_t winch;

	sigemptyset(&winch);
	sigaddset(&winch, SIGWINCH);
	sigprocmask(SIG_BLOCK, &winch, unblocked);
	sigaction(SIGWINCH, &sa, NULL);
}

static void queue_size(struct relay *r)
{
	unsigned int rows, columns;
	int n;

	resized = 0;
	terminal_size(&rows, &columns);
	n = snprintf((char *)r->out, sizeof(r->out), "%cW%04u%04u", DLE,
		     rows % 10000, columns % 10000);
	r->queued = (size_t)n;
	r->sent = 0;
}

static void leave(struct relay *r)
{
	r->left = 1;
	r->input = -1;
	r->queued = r->sent = 0;
	kill(r->qemu, SIGKILL);
}

/* ---- to the machine ----------------------------------------------------------- */

static void read_input(struct relay *r)
{
	unsigned char buf[CHUNK];
	ssize_t n = read(r->input, buf, sizeof(buf));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	r->queued = r->sent = 0;
	if (r->raw && n > 0 && host_leaves(buf, (size_t)n)) {
		leave(r);
		return;
	}
	for (ssize_t i = 0; i < n; i++) {
		if (buf[i] == DLE)
			r->out[r->queued++] = DLE;
		r->out[r->queued++] = buf[i];
	}
	/* Input that cannot be read is at its end, too. */
	if (n <= 0) {
		r->out[r->queued++] = DLE;
		r->out[r->queued++] = 'E';
		r->input = -1;
	}
}

static void send_input(struct relay *r)
{
	ssize_t n = send(r->link, r->out + r->sent, r->queued - r->sent,
			 MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n > 0)
		r->sent += (size_t)n;
	else if (n < 0 && errno != EAGAIN && errno != EINTR)
		r->queued = r->sent = 0;
}

/* ---- both --------------------------------------------------------------------- */

static void serve(struct relay *r, const sigset_t *unblocked)
{
	static unsigned char buf[CHUNK];
	const int sends = r->listening && r->link >= 0;
	const int pending = r->sent < r->queued;
	struct pollfd p[] = {
		{ .fd = r->log, .events = POLLIN },
		{ .fd = r->link,
		  .events = sends && pending ? POLLIN | POLLOUT : POLLIN },
		{ .fd = sends && !pending ? r->input : -1, .events = POLLIN },
		{ .fd = r->watch, .events = POLLIN },
	};
	size_t n;

	if (ppoll(p, 4, NULL, unblocked) < 0)
		return;
	if (p[0].revents) {
		n = receive(r->log, buf);
		write_log(buf, n);
		r->log = n ? r->log : -1;
	}
	if (p[1].revents & (POLLIN | POLLHUP | POLLERR)) {
		n = receive(r->link, buf);
		take_link(r, buf, n);
		r->listening = 1;
		r->link = n ? r->link : -1;
	}
	if (r->link >= 0 && (p[1].revents & POLLOUT))
		send_input(r);
	if (p[2].revents)
		read_input(r);
	if (p[3].revents) {
		kill(r->qemu, SIGTERM);
		r->watch = -1;
	}
}

int relay(const struct qemu *q, int input)
{
	static struct relay r;
	sigset_t unblocked;

	r = (struct relay){ .log = q->log, .link = q->link, .input = input,
			    .watch = q->watch, .qemu = q->pid,
			    .raw = terminal_is_raw(),
			    .to = 1, .status = -1 };
	signal(SIGPIPE, SIG_IGN);
	if (input < 0) {
		r.out[r.queued++] = DLE;
		r.out[r.queued++] = 'E';
	}
	if (r.raw)
		watch_size(&unblocked);
	else
		sigprocmask(SIG_SETMASK, NULL, &unblocked);
	while (r.log >= 0 || r.link >= 0) {
		if (resized && r.listening && r.sent >= r.queued)
			queue_size(&r);
		serve(&r, &unblocked);
	}
	if (r.left)
		return RELAY_LEFT;
	return r.state == PLAIN ? r.status : -1;
}
