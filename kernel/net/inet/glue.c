/* SPDX-License-Identifier: MIT */
/*
 * glue.c - what lwIP needs of a kernel: memory, random numbers, time, and to be
 * alone.
 *
 * lwIP has no locks. It need not be given one: whoever calls it does not sleep,
 * tasks in the kernel are not preempted, and interrupts only schedule tasklets.
 * lwip_enter() and lwip_leave() check that.
 *
 * TCP wants to be called every 250 ms while there is a connection; the rest of
 * it (ARP, fragments) every second while there is an Ethernet. The timer only
 * schedules a tasklet.
 */
#include <octavo/tasklet.h>
#include <lwip/etharp.h>
#include <lwip/init.h>
#include <lwip/ip4_frag.h>
#include <lwip/priv/tcp_priv.h>
#include "internal.h"

#define TICK_NS		(250ull * 1000 * 1000)
#define TICKS_A_SECOND	4

static struct {
	bool inside;			/* somebody calls lwIP */
	struct ktimer timer;
	struct tasklet_struct tick;
	unsigned int ticks;
	bool exiting;
} glue;

/* ---- whose turn it is -------------------------------------------------- */

void lwip_enter(void)
{
	BUG_ON(glue.inside);
	glue.inside = true;
}

void lwip_leave(void)
{
	glue.inside = false;
	net_rx_action();
}

/* ---- memory ------------------------------------------------------------ */

void *lwip_malloc(size_t size)
{
	return kmalloc(size, GFP_ATOMIC | __GFP_NOWARN);
}

void *lwip_calloc(size_t nr, size_t size)
{
	return kcalloc(nr, size, GFP_ATOMIC | __GFP_NOWARN);
}

void lwip_free(void *p)
{
	kfree(p);
}

/* ---- odds and ends ----------------------------------------------------- */

u32 lwip_random(void)
{
	u32 n;

	arch_random(&n, sizeof(n));
	return n;
}

u32 inet_hook_isn(void)
{
	return lwip_random();
}

void lwip_panic(const char *why, const char *file, int line)
{
	panic("lwIP: %s (%s:%d)", why, file, line);
}

int inet_errno(int err)
{
	static const int errnos[] = {
		[-ERR_OK]	  = 0,		[-ERR_MEM]	= ENOMEM,
		[-ERR_BUF]	  = ENOBUFS,	[-ERR_TIMEOUT]	= ETIMEDOUT,
		[-ERR_RTE]	  = ENETUNREACH, [-ERR_INPROGRESS] = EINPROGRESS,
		[-ERR_VAL]	  = EINVAL,	[-ERR_WOULDBLOCK] = EAGAIN,
		[-ERR_USE]	  = EADDRINUSE,	[-ERR_ALREADY]	= EALREADY,
		[-ERR_ISCONN]	  = EISCONN,	[-ERR_CONN]	= ENOTCONN,
		[-ERR_IF]	  = ENOBUFS,	[-ERR_ABRT]	= ECONNABORTED,
		[-ERR_RST]	  = ECONNRESET,	[-ERR_CLSD]	= EPIPE,
		[-ERR_ARG]	  = EINVAL,
	};

	return err > 0 || -err >= (int)ARRAY_SIZE(errnos) ? EIO : errnos[-err];
}

/* ---- time -------------------------------------------------------------- */

static bool has_ethernet(void)
{
	struct netif *netif;

	NETIF_FOREACH(netif)
		if (netif_is_flag_set(netif, NETIF_FLAG_ETHARP))
			return true;
	return false;
}

static bool needs_ticks(void)
{
	return tcp_active_pcbs || tcp_tw_pcbs || has_ethernet();
}

void inet_start_timer(void)
{
	if (!glue.timer.armed && !glue.exiting)
		timer_start(&glue.timer, arch_clock_ns(false) + TICK_NS);
}

/* lwIP's, when the first connection comes to be. */
void tcp_timer_needed(void)
{
	inet_start_timer();
}

static void tick(struct tasklet_struct *t)
{
	lwip_enter();
	if (tcp_active_pcbs || tcp_tw_pcbs)
		tcp_tmr();
	if (++glue.ticks % TICKS_A_SECOND == 0) {
		etharp_tmr();
		ip_reass_tmr();
	}
	if (needs_ticks())
		inet_start_timer();
	lwip_leave();
}

static void timer_fired(struct ktimer *timer)
{
	tasklet_schedule(&glue.tick);
}

/* ---- beginning and end ------------------------------------------------- */

void glue_init(void)
{
	memset(&glue, 0, sizeof(glue));
	glue.timer.fn = timer_fired;
	tasklet_setup(&glue.tick, tick);
	lwip_enter();
	lwip_init();
	lwip_leave();
}

/* Fragments of packets that are not complete are kept no longer. */
void glue_exit(void)
{
	glue.exiting = true;
	timer_stop(&glue.timer);
	tasklet_kill(&glue.tick);
	lwip_enter();
	for (int i = 0; i <= IP_REASS_MAXAGE; i++)
		ip_reass_tmr();
	lwip_leave();
}
