/* SPDX-License-Identifier: MIT */
/*
 * clock.c - what time it is.
 *
 * The time-stamp counter runs at a constant rate that is measured once at
 * boot against channel 2 of the interval timer (1,193,182 Hz), together with
 * the local APIC's timer: all are read at two moments some milliseconds apart.
 * Nanoseconds are
 *
 *	(tsc - tsc_start) * mult >> 32		mult: nanoseconds per count
 *						in 32.32 fixed point
 *
 * The date comes from the CMOS clock at boot and goes on by the counter.
 *
 * Source: Intel 8254 data sheet; Motorola MC146818A data sheet; the days of a
 * date: H. Hinnant, chrono-compatible low-level date algorithms.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/kernel.h>
#include <octavo/math64.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include "x86.h"

#define NSEC_PER_SEC	1000000000ull
#define PIT_HZ		1193182u
#define PIT_CHANNEL2	0x42
#define PIT_COMMAND	0x43
#define PIT_ONE_SHOT2	0xb0		/* channel 2, both bytes, mode 0 */
#define PORT_B		0x61		/* gate and output of channel 2 */
#define PORT_B_GATE2	0x01
#define PORT_B_SPEAKER	0x02
#define PORT_B_OUT2	0x20
#define PIT_LATCH2	0x80
#define CALIBRATE_TICKS	(PIT_HZ / 400)	/* 2.5 ms */
#define SAMPLES		4u

static u64 tsc_start;
static u64 tsc_mult;			/* 32.32 ns per count */
static u64 boot_date_ns;		/* since 1970, at tsc_start */

u64 tsc_hz;

static inline u64 read_tsc(void)
{
	u32 low, high;

	__asm__ __volatile__("rdtsc" : "=a"(low), "=d"(high));
	return (u64)high << 32 | low;
}

/* ---- calibration ------------------------------------------------------------------ */

/* What the clocks said at one moment. */
struct sample {
	u64 tsc;
	unsigned int pit, apic;		/* both count down */
};

/* Let channel 2 count down once, from the most it can. */
static void pit_start(void)
{
	outb((inb(PORT_B) & ~PORT_B_SPEAKER) | PORT_B_GATE2, PORT_B);
	outb(PIT_ONE_SHOT2, PIT_COMMAND);
	outb(0xff, PIT_CHANNEL2);
	outb(0xff, PIT_CHANNEL2);
}

static unsigned int pit_read(void)
{
	unsigned int low;

	outb(PIT_LATCH2, PIT_COMMAND);
	low = inb(PIT_CHANNEL2);
	return low | (unsigned int)inb(PIT_CHANNEL2) << 8;
}

/* One that took longer than another was interrupted (by who emulates us):
 * of a few the fastest is right. */
static struct sample take_sample(void)
{
	u64 best = ~0ull;
	struct sample s = { 0 };

	for (unsigned int i = 0; i < SAMPLES; i++) {
		u64 before = read_tsc(), after;
		unsigned int pit = pit_read();
		unsigned int timer = apic_timer_read();

		after = read_tsc();
		if (after - before < best) {
			best = after - before;
			s = (struct sample){ before + best / 2, pit, timer };
		}
	}
	return s;
}

/* False: the channel ran out while nobody looked. */
static bool measure(struct sample *from, struct sample *to)
{
	pit_start();
	apic_timer_start();
	*from = take_sample();
	do {
		*to = take_sample();
	} while (from->pit - to->pit < CALIBRATE_TICKS &&
		 !(inb(PORT_B) & PORT_B_OUT2));
	return !(inb(PORT_B) & PORT_B_OUT2);
}

static void calibrate(void)
{
	struct sample from, to;
	unsigned int ticks;

	while (!measure(&from, &to))
		;
	ticks = from.pit - to.pit;
	tsc_hz = div64_u64((to.tsc - from.tsc) * PIT_HZ, ticks);
	tsc_mult = div64_u64(NSEC_PER_SEC << 32, tsc_hz);
	tsc_start = from.tsc;
	apic_timer_set_hz((u32)div64_u64((u64)(from.apic - to.apic) * PIT_HZ,
					 ticks));
}

/* ---- the date ---------------------------------------------------------------------- */

#define CMOS_INDEX	0x70
#define CMOS_DATA	0x71
#define RTC_A_UPDATING	0x80
#define RTC_B_24H	0x02
#define RTC_B_BINARY	0x04
#define RTC_PM		0x80

struct rtc {
	unsigned int sec, min, hour, day, month, year;
};

static u8 cmos_read(u8 reg)
{
	outb(reg, CMOS_INDEX);
	return inb(CMOS_DATA);
}

static struct rtc rtc_read_once(void)
{
	while (cmos_read(0x0a) & RTC_A_UPDATING)
		cpu_relax();
	return (struct rtc){
		cmos_read(0), cmos_read(2), cmos_read(4),
		cmos_read(7), cmos_read(8), cmos_read(9),
	};
}

static bool rtc_equal(const struct rtc *a, const struct rtc *b)
{
	return a->sec == b->sec && a->min == b->min && a->hour == b->hour &&
	       a->day == b->day && a->month == b->month && a->year == b->year;
}

static unsigned int from_bcd(unsigned int v)
{
	return (v >> 4) * 10 + (v & 15);
}

static void rtc_decode(struct rtc *t)
{
	u8 mode = cmos_read(0x0b);
	bool pm = t->hour & RTC_PM;

	t->hour &= ~RTC_PM;
	if (!(mode & RTC_B_BINARY))
		*t = (struct rtc){
			from_bcd(t->sec), from_bcd(t->min), from_bcd(t->hour),
			from_bcd(t->day), from_bcd(t->month), from_bcd(t->year),
		};
	if (!(mode & RTC_B_24H))
		t->hour = t->hour % 12 + (pm ? 12 : 0);
	t->year += t->year < 70 ? 2000 : 1900;
}

/* Days since 1970 of a date; the year is taken to begin in March. */
static unsigned int days_of(const struct rtc *t)
{
	unsigned int y = t->year - (t->month <= 2);
	unsigned int m = t->month + (t->month <= 2 ? 9 : -3u);
	unsigned int day_of_year = (153 * m + 2) / 5 + t->day - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

static u64 rtc_seconds(void)
{
	struct rtc t = rtc_read_once(), again;

	/* An update may have begun between two registers. */
	while (again = rtc_read_once(), !rtc_equal(&t, &again))
		t = again;
	rtc_decode(&t);
	return ((days_of(&t) * 24ull + t.hour) * 60 + t.min) * 60 + t.sec;
}

/* ---- hooks --------------------------------------------------------------------------- */

u64 arch_clock_ns(bool realtime)
{
	u64 count = read_tsc() - tsc_start;
	u64 ns = (count >> 32) * tsc_mult +
		 ((count & 0xffffffffu) * (tsc_mult >> 32)) +
		 ((count & 0xffffffffu) * (tsc_mult & 0xffffffffu) >> 32);

	return realtime ? boot_date_ns + ns : ns;
}

void udelay(unsigned int us)
{
	u64 end = read_tsc() + div64_u64(us * tsc_hz, 1000000) + 1;

	while (read_tsc() < end)
		cpu_relax();
}

void timer_tick(bool user)
{
	struct x86_cpu *c = this_x86_cpu();

	c->nr_ticks++;
	c->nr_user_ticks += user;
	kernel_tick(user);
}

void clock_init(void)
{
	calibrate();
	boot_date_ns = rtc_seconds() * NSEC_PER_SEC;
}
