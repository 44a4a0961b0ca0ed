/* SPDX-License-Identifier: MIT */
/*
 * n_tty.c - the line discipline: what typed bytes mean.
 *
 *	received --c_iflag--> signal? stop? edit? --> ring --> read(2)
 *	                          |                    |
 *	write(2) --c_oflag--------+<------ echo -------+--> driver
 *
 * In canonical mode a line belongs to who types it until it ends: keys erase a
 * character, a word, all of it. The end of a line is remembered beside the byte
 * that ended it, so a read can tell a finished line from a few bytes of the
 * next, and an end of file from a byte 0.
 *
 * Erasing on the screen needs to know how wide a character was: columns are
 * counted anew from where the line began, whenever one is erased.
 *
 * Invariants: see struct n_tty.
 * Source: POSIX.1-2017, chapter 11 (General Terminal Interface).
 */
#include <octavo/bitmap.h>
#include <octavo/bitops.h>
#include "internal.h"

#define CTRL(c)		((c) & 0x1f)
#define DEL		0x7f
#define OUT_CHUNK	512u
#define MAX_EXPANSION	8u		/* bytes that one byte of output makes */

/* ---- output -------------------------------------------------------------------- */

/* Bytes on their way to the driver. */
struct out {
	struct tty *tty;
	size_t len;
	u8 buf[OUT_CHUNK];
};

static void out_flush(struct out *o)
{
	if (o->len)
		o->tty->driver->put(o->tty, o->buf, o->len);
	o->len = 0;
}

static void out_raw(struct out *o, u8 c)
{
	if (o->len == OUT_CHUNK)
		out_flush(o);
	o->buf[o->len++] = c;
}

static bool is_continuation(const struct tty *tty, u8 c)
{
	return tty->termios.c_iflag & IUTF8 && (c & 0xc0) == 0x80;
}

static void out_newline(struct out *o)
{
	struct tty *tty = o->tty;

	if (tty->termios.c_oflag & ONLRET)
		tty->ld.column = 0;
	if (tty->termios.c_oflag & ONLCR) {
		tty->ld.column = 0;
		out_raw(o, '\r');
	}
	tty->ld.line_column = tty->ld.column;
	out_raw(o, '\n');
}

static void out_return(struct out *o)
{
	struct tty *tty = o->tty;

	if (tty->termios.c_oflag & ONOCR && !tty->ld.column)
		return;
	if (tty->termios.c_oflag & OCRNL) {
		if (tty->termios.c_oflag & ONLRET)
			tty->ld.column = tty->ld.line_column = 0;
		out_raw(o, '\n');
		return;
	}
	tty->ld.column = tty->ld.line_column = 0;
	out_raw(o, '\r');
}

static void out_tab(struct out *o)
{
	struct tty *tty = o->tty;
	unsigned int spaces = 8 - tty->ld.column % 8;

	tty->ld.column += spaces;
	if ((tty->termios.c_oflag & TABDLY) != XTABS) {
		out_raw(o, '\t');
		return;
	}
	while (spaces--)
		out_raw(o, ' ');
}

/* One byte as c_oflag says. */
static void out_byte(struct out *o, u8 c)
{
	struct tty *tty = o->tty;

	switch (c) {
	case '\n':
		out_newline(o);
		return;
	case '\r':
		out_return(o);
		return;
	case '\t':
		out_tab(o);
		return;
	case '\b':
		if (tty->ld.column)
			tty->ld.column--;
		break;
	default:
		if (c < ' ' || c == DEL)
			break;
		if (tty->termios.c_oflag & OLCUC && c >= 'a' && c <= 'z')
			c -= 'a' - 'A';
		if (!is_continuation(tty, c))
			tty->ld.column++;
	}
	out_raw(o, c);
}

size_t n_tty_output(struct tty *tty, const u8 *buf, size_t len)
{
	size_t room = tty->stopped ? 0 : tty->driver->room(tty), done = 0;
	struct out o = { .tty = tty };

	if (!(tty->termios.c_oflag & OPOST)) {
		len = min(len, room);
		if (len)
			tty->driver->put(tty, buf, len);
		return len;
	}
	while (done < len && room >= MAX_EXPANSION) {
		size_t before = o.len;

		if (o.len > OUT_CHUNK - MAX_EXPANSION) {
			out_flush(&o);
			before = 0;
		}
		out_byte(&o, buf[done++]);
		room -= o.len - before;
	}
	out_flush(&o);
	return done;
}

/* ---- echo ---------------------------------------------------------------------- */

/* Echo that finds no room is lost: who types cannot be made to wait. */
static void echo_bytes(struct tty *tty, const char *s, size_t len)
{
	if (tty->termios.c_oflag & OPOST) {
		n_tty_output(tty, (const u8 *)s, len);
		return;
	}
	/* The columns have to be known all the same. */
	for (size_t i = 0; i < len; i++) {
		u8 c = (u8)s[i];

		if (c == '\b')
			tty->ld.column -= !!tty->ld.column;
		else if (c == '\r')
			tty->ld.column = 0;
		else if (c == '\t')
			tty->ld.column += 8 - tty->ld.column % 8;
		else if (c >= ' ' && c != DEL && !is_continuation(tty, c))
			tty->ld.column++;
	}
	n_tty_output(tty, (const u8 *)s, len);
}

static void echo_string(struct tty *tty, const char *s)
{
	echo_bytes(tty, s, strlen(s));
}

static void echo_literally(struct tty *tty, u8 c)
{
	echo_bytes(tty, (const char *)&c, 1);
}

static bool shows_as_caret(const struct tty *tty, u8 c)
{
	return tty_mode(tty, ECHOCTL) && c != '\t' && (c < ' ' || c == DEL);
}

/* ^C for a control character. */
static void echo_char(struct tty *tty, u8 c)
{
	const char caret[2] = { '^', (char)(c ^ 0x40) };

	if (shows_as_caret(tty, c))
		echo_bytes(tty, caret, 2);
	else
		echo_literally(tty, c);
}

static void finish_erasing(struct tty *tty)
{
	if (tty->ld.erasing)
		echo_literally(tty, '/');
	tty->ld.erasing = false;
}

static void bell(struct tty *tty)
{
	if (tty->termios.c_iflag & IMAXBEL)
		echo_literally(tty, CTRL('G'));
}

/* ---- the ring ------------------------------------------------------------------ */

static u8 ring_at(const struct n_tty *ld, u32 at)
{
	return ld->ring[at % N_TTY_SIZE];
}

static void ring_put(struct n_tty *ld, u8 c)
{
	__clear_bit(ld->head % N_TTY_SIZE, ld->ends);
	__clear_bit(ld->head % N_TTY_SIZE, ld->eofs);
	ld->ring[ld->head++ % N_TTY_SIZE] = c;
}

static void end_line(struct tty *tty, u8 c, bool eof)
{
	struct n_tty *ld = &tty->ld;

	ring_put(ld, c);
	__set_bit((ld->head - 1) % N_TTY_SIZE, ld->ends);
	if (eof)
		__set_bit((ld->head - 1) % N_TTY_SIZE, ld->eofs);
	ld->lines = ld->head;
	wake_up_all(&tty->read_wait);
}

void n_tty_flush(struct tty *tty)
{
	struct n_tty *ld = &tty->ld;

	ld->tail = ld->lines = ld->head = 0;
	ld->literal = ld->erasing = false;
	ld->line_column = ld->column;
	tty->driver->drained(tty);
	if (tty->driver->event)
		tty->driver->event(tty, TIOCPKT_FLUSHREAD);
}

/* Bytes waiting in canonical mode are a line, however they came. */
void n_tty_modes_changed(struct tty *tty, u32 old)
{
	struct n_tty *ld = &tty->ld;

	if (!((tty->termios.c_lflag ^ old) & ICANON))
		return;
	bitmap_zero(ld->ends, N_TTY_SIZE);
	bitmap_zero(ld->eofs, N_TTY_SIZE);
	ld->lines = ld->tail;
	if (tty_mode(tty, ICANON) && ld->head != ld->tail) {
		__set_bit((ld->head - 1) % N_TTY_SIZE, ld->ends);
		ld->lines = ld->head;
	}
	ld->literal = ld->erasing = false;
	wake_up_all(&tty->read_wait);
}

/* ---- reading --------------------------------------------------------------------- */

size_t n_tty_readable(const struct tty *tty)
{
	const struct n_tty *ld = &tty->ld;

	return (tty_mode(tty, ICANON) ? ld->lines : ld->head) - ld->tail;
}

size_t n_tty_count(const struct tty *tty)
{
	const struct n_tty *ld = &tty->ld;
	size_t n = n_tty_readable(tty), eofs = 0;

	if (!tty_mode(tty, ICANON))
		return n;
	for (u32 at = ld->tail; at != ld->lines; at++)
		eofs += test_bit(at % N_TTY_SIZE, ld->eofs);
	return n - eofs;
}

static size_t fetch_line(struct n_tty *ld, u8 *buf, size_t len, bool *over)
{
	size_t n = 0;

	while (ld->tail != ld->lines) {
		u32 at = ld->tail % N_TTY_SIZE;
		bool eof = test_bit(at, ld->eofs);

		/* An end of file behind a full buffer belongs to it. */
		if (n == len && !eof)
			break;
		*over = test_bit(at, ld->ends);
		if (!eof)
			buf[n++] = ld->ring[at];
		ld->tail++;
		if (*over)
			break;
	}
	return n;
}

size_t n_tty_fetch(struct tty *tty, u8 *buf, size_t len, bool *over)
{
	struct n_tty *ld = &tty->ld;
	size_t n;

	*over = false;
	if (tty_mode(tty, ICANON)) {
		n = fetch_line(ld, buf, len, over);
	} else {
		n = min_t(size_t, len, ld->head - ld->tail);
		for (size_t i = 0; i < n; i++)
			buf[i] = ring_at(ld, ld->tail++);
		ld->lines = ld->tail;
	}
	if (n || *over)
		tty->driver->drained(tty);
	return n;
}

/* ---- editing --------------------------------------------------------------------- */

/* The column behind what was typed of the line up to @end. */
static unsigned int column_at(const struct tty *tty, u32 end)
{
	const struct n_tty *ld = &tty->ld;
	unsigned int column = ld->line_column;

	for (u32 at = ld->lines; at != end; at++) {
		u8 c = ring_at(ld, at);

		if (c == '\t')
			column += 8 - column % 8;
		else if (shows_as_caret(tty, c))
			column += 2;
		else if (c >= ' ' && c != DEL && !is_continuation(tty, c))
			column++;
	}
	return column;
}

/* The byte at which the last character begins. */
static u32 last_char(const struct tty *tty)
{
	const struct n_tty *ld = &tty->ld;
	u32 at = ld->head - 1;

	while (at != ld->lines && is_continuation(tty, ring_at(ld, at)))
		at--;
	return at;
}

/* ECHOPRT: as on paper, what is erased is written once more. */
static void show_erased_on_paper(struct tty *tty, u32 from)
{
	if (!tty->ld.erasing)
		echo_literally(tty, '\\');
	tty->ld.erasing = true;
	for (u32 at = from; at != tty->ld.head; at++)
		echo_char(tty, ring_at(&tty->ld, at));
}

/* The last character, which begins at @from, goes. */
static void show_erased(struct tty *tty, u32 from)
{
	struct n_tty *ld = &tty->ld;
	unsigned int width = column_at(tty, ld->head) - column_at(tty, from);
	const bool tab = ring_at(ld, from) == '\t';

	while (width--)
		echo_string(tty, tab ? "\b" : "\b \b");
}

static void erase_char(struct tty *tty)
{
	u32 from = last_char(tty);

	if (tty_mode(tty, ECHO)) {
		if (tty_mode(tty, ECHOPRT)) {
			show_erased_on_paper(tty, from);
		} else if (tty_mode(tty, ECHOE)) {
			show_erased(tty, from);
		} else {
			finish_erasing(tty);
			echo_char(tty, tty->termios.c_cc[VERASE]);
		}
	}
	tty->ld.head = from;
}

static bool is_word(u8 c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* What is no word behind the last one, and the word. */
static void erase_word(struct tty *tty)
{
	struct n_tty *ld = &tty->ld;

	while (ld->head != ld->lines && !is_word(ring_at(ld, ld->head - 1)))
		erase_char(tty);
	while (ld->head != ld->lines && is_word(ring_at(ld, ld->head - 1)))
		erase_char(tty);
}

static void kill_line(struct tty *tty)
{
	const u32 on_screen = ECHOK | ECHOKE | ECHOE;
	struct n_tty *ld = &tty->ld;

	if (tty_mode(tty, ECHO) &&
	    (tty->termios.c_lflag & on_screen) != on_screen) {
		ld->head = ld->lines;
		finish_erasing(tty);
		echo_char(tty, tty->termios.c_cc[VKILL]);
		if (tty_mode(tty, ECHOK))
			echo_literally(tty, '\n');
		return;
	}
	while (ld->head != ld->lines)
		erase_char(tty);
}

static void reprint_line(struct tty *tty)
{
	struct n_tty *ld = &tty->ld;

	finish_erasing(tty);
	echo_char(tty, tty->termios.c_cc[VREPRINT]);
	echo_literally(tty, '\n');
	ld->line_column = ld->column;
	for (u32 at = ld->lines; at != ld->head; at++)
		echo_char(tty, ring_at(ld, at));
}

/* ---- receiving ------------------------------------------------------------------- */

void tty_stop(struct tty *tty)
{
	if (tty->stopped)
		return;
	tty->stopped = true;
	if (tty->driver->event)
		tty->driver->event(tty, TIOCPKT_STOP);
}

void tty_start(struct tty *tty)
{
	if (!tty->stopped)
		return;
	tty->stopped = false;
	wake_up_all(&tty->write_wait);
	if (tty->driver->event)
		tty->driver->event(tty, TIOCPKT_START);
}

/* The key @which, which no mode has turned off. */
static bool is_key(const struct tty *tty, unsigned int which, u8 c)
{
	return c == tty->termios.c_cc[which] && c != _POSIX_VDISABLE;
}

static void signal_key(struct tty *tty, u8 c, int sig)
{
	if (!tty_mode(tty, NOFLSH)) {
		n_tty_flush(tty);
		if (tty->driver->flush)
			tty->driver->flush(tty);
	}
	tty_signal_pgrp(tty->pgrp, sig);
	if (tty->termios.c_iflag & IXON)
		tty_start(tty);
	if (tty_mode(tty, ECHO)) {
		finish_erasing(tty);
		echo_char(tty, c);
		tty->ld.line_column = tty->ld.column;
	}
}

/* Keys that are not input: true if @c is one. */
static bool control_key(struct tty *tty, u8 c)
{
	static const struct {
		unsigned int key;
		int sig;
	} signals[] = {
		{ VINTR, SIGINT }, { VQUIT, SIGQUIT }, { VSUSP, SIGTSTP },
	};

	if (tty->termios.c_iflag & IXON) {
		if (is_key(tty, VSTART, c)) {
			tty_start(tty);
			return true;
		}
		if (is_key(tty, VSTOP, c)) {
			tty_stop(tty);
			return true;
		}
	}
	for (size_t i = 0; tty_mode(tty, ISIG) && i < ARRAY_SIZE(signals); i++)
		if (is_key(tty, signals[i].key, c)) {
			signal_key(tty, c, signals[i].sig);
			return true;
		}
	if (tty->stopped && tty->termios.c_iflag & IXON &&
	    tty->termios.c_iflag & IXANY)
		tty_start(tty);
	return false;
}

/* Keys that change the line being typed: true if @c is one. */
static bool editing_key(struct tty *tty, u8 c)
{
	const bool extended = tty_mode(tty, IEXTEN);
	const bool empty = tty->ld.head == tty->ld.lines;

	if (is_key(tty, VERASE, c)) {
		if (!empty)
			erase_char(tty);
	} else if (is_key(tty, VKILL, c)) {
		if (!empty)
			kill_line(tty);
	} else if (extended && is_key(tty, VWERASE, c)) {
		erase_word(tty);
	} else if (extended && is_key(tty, VLNEXT, c)) {
		tty->ld.literal = true;
		if (tty_mode(tty, ECHO) && tty_mode(tty, ECHOCTL)) {
			finish_erasing(tty);
			echo_string(tty, "^\b");
		}
	} else if (extended && tty_mode(tty, ECHO) &&
		   is_key(tty, VREPRINT, c)) {
		reprint_line(tty);
	} else {
		return false;
	}
	return true;
}

/* Keys that finish the line: true if @c is one. */
static bool ending_key(struct tty *tty, u8 c)
{
	if (c == '\n') {
		if (tty_mode(tty, ECHO))
			finish_erasing(tty);
		if (tty_mode(tty, ECHO | ECHONL))
			echo_literally(tty, '\n');
		end_line(tty, c, false);
	} else if (is_key(tty, VEOF, c)) {
		end_line(tty, 0, true);
	} else if (is_key(tty, VEOL, c) ||
		   (tty_mode(tty, IEXTEN) && is_key(tty, VEOL2, c))) {
		if (tty_mode(tty, ECHO)) {
			finish_erasing(tty);
			echo_char(tty, c);
		}
		end_line(tty, c, false);
	} else {
		return false;
	}
	tty->ld.line_column = tty->ld.column;
	return true;
}

/* A byte that is nothing but itself. */
static void plain_byte(struct tty *tty, u8 c)
{
	struct n_tty *ld = &tty->ld;

	/* The last place is for what ends the line. */
	if (ld->head - ld->tail >= N_TTY_SIZE - 1) {
		bell(tty);
		return;
	}
	if (tty_mode(tty, ECHO)) {
		finish_erasing(tty);
		if (ld->head == ld->lines)
			ld->line_column = ld->column;
		/* A newline that nothing interprets is shown as one. */
		if (c == '\n' && !tty_mode(tty, ICANON))
			echo_literally(tty, c);
		else
			echo_char(tty, c);
	}
	ring_put(ld, c);
	if (!tty_mode(tty, ICANON)) {
		ld->lines = ld->tail;
		wake_up_all(&tty->read_wait);
	}
}

/* As c_iflag says. False: nothing is left of it. */
static bool translate(const struct tty *tty, u8 *c)
{
	const u32 iflag = tty->termios.c_iflag;

	if (iflag & ISTRIP)
		*c &= 0x7f;
	if (iflag & IUCLC && tty_mode(tty, IEXTEN) && *c >= 'A' && *c <= 'Z')
		*c += 'a' - 'A';
	if (*c == '\r') {
		if (iflag & IGNCR)
			return false;
		if (iflag & ICRNL)
			*c = '\n';
	} else if (*c == '\n' && iflag & INLCR) {
		*c = '\r';
	}
	return true;
}

static void receive_byte(struct tty *tty, u8 c)
{
	if (tty->ld.literal) {
		tty->ld.literal = false;
		plain_byte(tty, tty->termios.c_iflag & ISTRIP ? c & 0x7f : c);
		return;
	}
	if (tty->termios.c_iflag & ISTRIP)
		c &= 0x7f;
	/* Keys are recognised before a return may become a newline. */
	if (control_key(tty, c) || !translate(tty, &c))
		return;
	if (tty_mode(tty, ICANON) && (editing_key(tty, c) || ending_key(tty, c)))
		return;
	plain_byte(tty, c);
}

/* A line that is too long still takes the keys that shorten or end it. */
size_t n_tty_room(const struct tty *tty)
{
	const struct n_tty *ld = &tty->ld;
	const size_t used = ld->head - ld->tail;

	if (used < N_TTY_SIZE - 1)
		return N_TTY_SIZE - 1 - used;
	return tty_mode(tty, ICANON) && ld->lines == ld->tail;
}

size_t n_tty_receive(struct tty *tty, const u8 *buf, size_t len)
{
	size_t n = 0;

	while (n < len && n_tty_room(tty))
		receive_byte(tty, buf[n++]);
	return n;
}
