/* SPDX-License-Identifier: MIT */
/*
 * tty_test.c - the line discipline, by a pair: what is typed into the master,
 * what the slave reads, and what comes back as echo.
 */
#include "fixture.h"
#include <uapi/termios.h>

#define ROOM	4096u			/* bytes of a line, its end included */

static int master, slave;

static long at(unsigned long off, const void *data, size_t len)
{
	return (long)kt_bytes(off, data, len);
}

static long ioctl(int fd, unsigned int cmd, unsigned long arg)
{
	return kt_call(NR_ioctl, (unsigned long)fd, cmd, arg, 0);
}

static int open_path(const char *path, unsigned long flags)
{
	return (int)kt_call(NR_open, kt_string(0, path), flags, 0, 0);
}

/* With flags of the slave: O_NOCTTY or 0. */
static void open_pair(struct kunit *test, unsigned long flags)
{
	const int unlock = 0;
	char path[24];
	u32 nr;

	master = open_path("/dev/ptmx", O_RDWR | O_NONBLOCK);
	KUNIT_ASSERT_GE(test, master, 0);
	ioctl(master, TIOCSPTLCK, (unsigned long)at(0, &unlock, sizeof(unlock)));
	KUNIT_ASSERT_EQ(test, ioctl(master, TIOCGPTN, kt_at(0)), 0);
	user_mm_peek(&kt.u, kt_at(0), &nr, sizeof(nr));
	snprintf(path, sizeof(path), "/dev/pts/%u", nr);
	slave = open_path(path, O_RDWR | O_NONBLOCK | flags);
	KUNIT_ASSERT_GE(test, slave, 0);
}

static void close_pair(void)
{
	kt_call(NR_close, (unsigned long)slave, 0, 0, 0);
	kt_call(NR_close, (unsigned long)master, 0, 0, 0);
}

static long type(const char *keys, size_t len)
{
	return kt_call(NR_write, (unsigned long)master, kt_bytes(0, keys, len),
		       len, 0);
}

/* What a read of at most @len bytes gives: text, or -errno in place of it. */
static long take(int fd, char *buf, size_t len)
{
	long n = kt_call(NR_read, (unsigned long)fd, kt_at(PAGE_SIZE), len, 0);

	memset(buf, 0, 64);
	if (n > 0)
		user_mm_peek(&kt.u, kt_at(PAGE_SIZE), buf,
			     min_t(size_t, (size_t)n, 63));
	return n;
}

#define EXPECT_READ(fd, len, want)					\
	do {								\
		char buf[64];						\
		long n = take(fd, buf, len);				\
		KUNIT_EXPECT_EQ(test, n, (long)sizeof(want) - 1);	\
		KUNIT_EXPECT_STREQ(test, buf, want);			\
	} while (0)
#define EXPECT_NO_READ(fd, why)						\
	do {								\
		char buf[64];						\
		KUNIT_EXPECT_EQ(test, take(fd, buf, 60), why);		\
	} while (0)
#define TYPE(s)		KUNIT_EXPECT_EQ(test, type(s, sizeof(s) - 1),	\
					(long)sizeof(s) - 1)

static void set_modes(u32 clear, u32 set, int vmin, int vtime)
{
	struct termios2 t;

	ioctl(slave, TCGETS2, kt_at(0));
	user_mm_peek(&kt.u, kt_at(0), &t, sizeof(t));
	t.c_lflag = (t.c_lflag & ~clear) | set;
	t.c_cc[VMIN] = (u8)vmin;
	t.c_cc[VTIME] = (u8)vtime;
	ioctl(slave, TCSETS2, (unsigned long)at(0, &t, sizeof(t)));
}

/* ---- lines ----------------------------------------------------------------------- */

static void keys_edit_the_line(struct kunit *test)
{
	static const struct {
		const char *keys, *read, *echo;
	} rows[] = {
		{ "abc\n", "abc\n", "abc\r\n" },
		{ "ab\x7f" "c\n", "ac\n", "ab\b \bc\r\n" },
		{ "\x7f\x7f" "a\n", "a\n", "a\r\n" },
		{ "one two\x17" "x\n", "one x\n",
		  "one two\b \b\b \b\b \bx\r\n" },
		{ "a b  \x17\n", "a \n",
		  "a b  \b \b\b \b\b \b\r\n" },
		{ "ab\x15" "c\n", "c\n", "ab\b \b\b \bc\r\n" },
		{ "\x01\x7f" "b\n", "b\n", "^A\b \b\b \bb\r\n" },
		{ "a\t\x7f" "b\n", "ab\n", "a\t\b\b\b\b\b\b\bb\r\n" },
		{ "a\x16\x03\n", "a\x03\n", "a^\b^C\r\n" },
		{ "a\x12" "b\n", "ab\n", "a^R\r\nab\r\n" },
		{ "a\r", "a\n", "a\r\n" },
		{ "\x16\n\n", "\n\n", "^\b^J\r\n" },
	};
	char got[64];

	open_pair(test, O_NOCTTY);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		type(rows[i].keys, strlen(rows[i].keys));
		take(slave, got, 60);
		KUNIT_EXPECT_STREQ(test, got, rows[i].read);
		take(master, got, 60);
		KUNIT_EXPECT_STREQ(test, got, rows[i].echo);
		EXPECT_NO_READ(slave, -EAGAIN);
	}
	close_pair();
}

static void ends_of_file(struct kunit *test)
{
	open_pair(test, O_NOCTTY);
	TYPE("ab\x04");
	EXPECT_READ(slave, 60, "ab");
	EXPECT_NO_READ(slave, -EAGAIN);
	TYPE("\x04\x04");
	EXPECT_NO_READ(slave, 0);
	EXPECT_NO_READ(slave, 0);
	EXPECT_NO_READ(slave, -EAGAIN);
	/* Behind a buffer that the line fills, it goes with it. */
	TYPE("abcd\x04");
	EXPECT_READ(slave, 4, "abcd");
	EXPECT_NO_READ(slave, -EAGAIN);
	TYPE("abcd\n");
	EXPECT_READ(slave, 4, "abcd");
	EXPECT_READ(slave, 4, "\n");
	close_pair();
}

static void partial_reads(struct kunit *test)
{
	open_pair(test, O_NOCTTY);
	TYPE("first\nsec");
	EXPECT_READ(slave, 2, "fi");
	EXPECT_READ(slave, 60, "rst\n");
	EXPECT_NO_READ(slave, -EAGAIN);
	TYPE("ond\nthird\n");
	EXPECT_READ(slave, 60, "second\n");
	EXPECT_READ(slave, 60, "third\n");
	close_pair();
}

/* What does not fit is dropped; what ends the line still does. */
static void overlong_line(struct kunit *test)
{
	static const char some[100] = { [0 ... 99] = 'x' };
	char got[64];

	open_pair(test, O_NOCTTY);
	set_modes(ECHO, 0, 1, 0);
	for (int i = 0; i < 50; i++)
		KUNIT_EXPECT_EQ(test, type(some, sizeof(some)), 100);
	EXPECT_NO_READ(slave, -EAGAIN);
	TYPE("\x7fy\n");
	KUNIT_EXPECT_EQ(test, take(slave, got, ROOM + 1), (long)ROOM);
	user_mm_peek(&kt.u, kt_at(PAGE_SIZE + ROOM - 4), got, 4);
	KUNIT_EXPECT_EQ(test, memcmp(got, "xxy\n", 4), 0);
	/* Full of finished lines: no more is taken. */
	for (unsigned int i = 0; i < ROOM / 2 - 1; i++)
		TYPE("a\n");
	TYPE("b");
	KUNIT_EXPECT_EQ(test, type("c", 1), -EAGAIN);
	EXPECT_READ(slave, 60, "a\n");
	TYPE("c");
	close_pair();
}

/* ---- raw ----------------------------------------------------------------------------- */

static void raw_reads(struct kunit *test)
{
	open_pair(test, O_NOCTTY);
	set_modes(ICANON | ECHO | ISIG, 0, 1, 0);
	TYPE("\x03\x04\x7f");
	EXPECT_READ(slave, 60, "\x03\x04\x7f");
	EXPECT_NO_READ(slave, -EAGAIN);
	set_modes(0, 0, 0, 0);
	EXPECT_NO_READ(slave, 0);
	TYPE("abc");
	EXPECT_READ(slave, 2, "ab");
	set_modes(0, ICANON, 1, 0);
	EXPECT_READ(slave, 60, "c");
	TYPE("par");
	EXPECT_NO_READ(slave, -EAGAIN);
	set_modes(ICANON, 0, 1, 0);
	EXPECT_READ(slave, 60, "par");
	close_pair();
}

/* ---- signals ---------------------------------------------------------------------------- */

static void keys_send_signals(struct kunit *test)
{
	struct signal_struct *sig = kt.task->signal;

	open_pair(test, 0);
	KUNIT_EXPECT_NOT_NULL(test, sig->tty);
	TYPE("lost\x03kept\n");
	KUNIT_EXPECT_EQ(test, sig->pending.set, SIGBIT(SIGINT));
	EXPECT_READ(slave, 60, "kept\n");
	TYPE("\x1c\x1a");
	KUNIT_EXPECT_EQ(test, sig->pending.set,
			SIGBIT(SIGINT) | SIGBIT(SIGQUIT) | SIGBIT(SIGTSTP));
	sigpending_flush(&sig->pending);
	recalc_sigpending(kt.task);
	set_modes(0, NOFLSH, 1, 0);
	TYPE("kept\x03too\n");
	EXPECT_READ(slave, 60, "kepttoo\n");
	sigpending_flush(&sig->pending);
	kt_call(NR_close, (unsigned long)master, 0, 0, 0);
	KUNIT_EXPECT_TRUE(test, sig->pending.set & SIGBIT(SIGHUP));
	KUNIT_EXPECT_NULL(test, sig->tty);
	EXPECT_NO_READ(slave, 0);
	sigpending_flush(&sig->pending);
	recalc_sigpending(kt.task);
	kt_call(NR_close, (unsigned long)slave, 0, 0, 0);
}

static void output_stops(struct kunit *test)
{
	open_pair(test, O_NOCTTY);
	TYPE("\x13");
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, (unsigned long)slave,
				      kt_string(0, "x"), 1, 0), -EAGAIN);
	TYPE("\x11");
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, (unsigned long)slave,
				      kt_string(0, "a\nb"), 3, 0), 3);
	EXPECT_READ(master, 60, "a\r\nb");
	close_pair();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(keys_edit_the_line),
	KUNIT_CASE(ends_of_file),
	KUNIT_CASE(partial_reads),
	KUNIT_CASE(overlong_line),
	KUNIT_CASE(raw_reads),
	KUNIT_CASE(keys_send_signals),
	KUNIT_CASE(output_stops),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_tty",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
