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
 *	10 '2'	what follows is errors
 *	10 'X' nnn  exit status, in three decimal digits; nothing follows
 *
 * Nothing is sent to the machine before it has sent something: what came to
 * the port earlier was thrown away when it was set up.
 *
 * Without a link the other side is a terminal: return is a newline, and
 * ctrl-D at the beginning of a line is an end of input, read once.
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
#define CTRL_D		0x04
#define DEBUG_EXIT	0xf4		/* isa-debug-exit, iobase=0xf4 */
#define LINK_CHUNK	256u

static bool link;			/* COM2 speaks the protocol above */
static int link_stream;			/* what the other side expects: 1, 2 */
static bool input_ended;		/* for good: the link said so */
static bool mid_line;			/* the last byte read was no newline */

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

/* The next byte of input, or -1 at its end. */
static int link_getc(void)
{
	while (!input_ended) {
		u8 c = uart_getc(&com2);

		if (c != DLE)
			return c;
		c = uart_getc(&com2);
		if (c == DLE)
			return c;
		if (c == 'E')
			input_ended = true;
		else
			pr_err("link: unknown code %#x\n", c);
	}
	return -1;
}

static int terminal_getc(void)
{
	u8 c = uart_getc(&com1);

	if (c == CTRL_D && !mid_line)
		return -1;
	if (c == '\r')
		c = '\n';
	mid_line = c != '\n';
	return c;
}

/* From a terminal at most a line at a time, so that what ends the input is
 * seen by a read of its own. */
ssize_t arch_console_read(void *buf, size_t len)
{
	struct uart *u = link ? &com2 : &com1;
	u8 *p = buf;
	size_t n = 0;

	do {
		int c = link ? link_getc() : terminal_getc();

		if (c < 0)
			break;
		p[n++] = (u8)c;
	} while (n < len && uart_has_input(u) && (link || mid_line));
	return (ssize_t)n;
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
