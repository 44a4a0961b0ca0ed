/* SPDX-License-Identifier: MIT */
/*
 * console.c - log, program output, program input, and the end of the machine.
 *
 * The kernel log goes to COM1. Without a link the program's output goes there
 * too, and its input comes from there. With a link (boot option link=ttyS1)
 * COM2 carries the program's input and output, and the log stays alone on
 * COM1. Bytes on the link are themselves, but for 0x10, which begins:
 *
 *	from the machine		to the machine
 *	10 10	a byte 0x10		10 10	a byte 0x10
 *	10 '1'	what follows is output	10 'E'	end of input
 *	10 '2'	what follows is errors		10 'W' rrrr cccc  size of the terminal
 *	10 'X' nnn  exit status, in three decimal digits; nothing follows
 *
 * Nothing is sent to the machine before it has sent something: what came to
 * the port earlier was thrown away when it was set up.
 *
 * Without a link the other side is a terminal. With one boot option tty= says
 * which streams are.
 *
 * Invariants:
 *  1. A write is one piece on the wire: bytes of two CPUs do not mix.
 */
#include <octavo/errno.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include "uart.h"
#include "x86.h"

#define DLE		0x10
#define DEBUG_EXIT	0xf4		/* isa-debug-exit, iobase=0xf4 */
#define LINK_CHUNK	256u

static bool link;			/* COM2 speaks the protocol above */
static int link_stream;			/* what the other side expects: 1, 2 */
static bool input_ended;		/* for good: the link said so */
static enum { PLAIN, ESCAPED, SIZE } reading;	/* what the link brings next */
static unsigned int size_digits;	/* of SIZE, so far, */
static unsigned int size_read;		/* and the number they make */
static int peeked = -1;

void serial_init(void)
{
	uart_init(&com1);
}

void arch_log(const char *s, size_t len)
{
	uart_write(&com1, s, len);
}

/* ---- out -------------------------------------------------------------------- */

/* @buf as the link wants it, piece by piece. */
static void link_write(int stream, const u8 *buf, size_t len)
{
	u8 out[2 * LINK_CHUNK + 2];

	while (len) {
		size_t in = min_t(size_t, len, LINK_CHUNK), n = 0;

		if (stream != link_stream) {
			out[n++] = DLE;
			out[n++] = (u8)('0' + stream);
			link_stream = stream;
		}
		len -= in;
		for (; in; in--, buf++) {
			if (*buf == DLE)
				out[n++] = DLE;
			out[n++] = *buf;
		}
		uart_write(&com2, out, n);
	}
}

ssize_t arch_console_write(int fd, const void *buf, size_t len)
{
	if (link)
		link_write(fd == 2 ? 2 : 1, buf, len);
	else
		uart_write(&com1, buf, len);
	return (ssize_t)len;
}

/* ---- in --------------------------------------------------------------------- */

/* What link_getc() answers instead of a byte. */
enum { NOTHING_YET = -1, AT_END = -2 };

/* A sign behind DLE that is no byte. */
static void link_sign(int c)
{
	if (c == 'E') {
		input_ended = true;
	} else if (c == 'W') {
		size_digits = size_read = 0;
		reading = SIZE;
	} else {
		pr_err("link: unknown code %#x\n", c);
	}
}

/* Rows and columns, four digits each, known when the last one came. */
static void link_size(int c)
{
	size_read = size_read * 10 + ((unsigned int)c - '0') % 10;
	if (++size_digits < 8)
		return;
	boot_info.options.rows = size_read / 10000;
	boot_info.options.columns = size_read % 10000;
	reading = PLAIN;
}

static int link_getc(void)
{
	while (!input_ended) {
		int c = uart_getc(&com2);

		if (c < 0)
			return NOTHING_YET;
		if (reading == SIZE) {
			link_size(c);
		} else if (reading == ESCAPED) {
			reading = PLAIN;
			if (c == DLE)
				return c;
			link_sign(c);
		} else if (c == DLE) {
			reading = ESCAPED;
		} else {
			return c;
		}
	}
	return AT_END;
}

/* A byte that was looked at and not taken; or what link_getc() says. */
static int peek(void)
{
	if (peeked < 0)
		peeked = link ? link_getc() : uart_getc(&com1);
	return peeked;
}

bool arch_console_is_terminal(int fd)
{
	return !link || boot_info.options.terminal & 1u << fd;
}

bool arch_console_size(unsigned int *rows, unsigned int *columns)
{
	*rows = boot_info.options.rows;
	*columns = boot_info.options.columns;
	return *rows && *columns;
}

bool arch_console_has_input(void)
{
	return peek() != NOTHING_YET;
}

ssize_t arch_console_read(void *buf, size_t len)
{
	u8 *p = buf;
	size_t n = 0;

	while (n < len && peek() >= 0) {
		p[n++] = (u8)peeked;
		peeked = NOTHING_YET;
	}
	if (n)
		return (ssize_t)n;
	return peeked == AT_END ? 0 : -EAGAIN;
}

/* Have the other side begin to send. */
static void link_ready(void)
{
	static const u8 output_follows[] = { DLE, '1' };

	uart_write(&com2, output_follows, sizeof(output_follows));
	link_stream = 1;
}

void console_init(void)
{
	link = boot_info.options.link;
	if (link) {
		uart_init(&com2);
		if (!com2.present)
			boot_die("link=ttyS1: there is no second serial port");
	}
	uart_listen(link ? &com2 : &com1);
	if (link)
		link_ready();
}

/* ---- the end ---------------------------------------------------------------- */

static void link_exit(unsigned int status)
{
	char text[8];

	snprintf(text, sizeof(text), "%cX%03u", DLE, status & 0xff);
	uart_write(&com2, text, 5);
	uart_flush(&com2);
}

void x86_exit(unsigned int status)
{
	arch_irq_save();
	if (link)
		link_exit(status);
	uart_flush(&com1);
	outl(status & 0x7f, DEBUG_EXIT);
	pr_notice("octavo: halted, exit status %u\n", status);
	for (;;)
		__asm__ __volatile__("cli\n\thlt");
}

void arch_panic(const char *msg)
{
	show_backtrace((unsigned long)arch_panic,
		       (unsigned long)__builtin_frame_address(0));
	x86_exit(3);
}
