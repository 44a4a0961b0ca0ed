/* SPDX-License-Identifier: MIT */
/*
 * serial.c - the two serial ports of a PC.
 *
 * Out: up to 16 bytes are handed over each time the transmitter says that its
 * FIFO is empty. In: an interrupt moves what came into a ring; when the ring
 * is full the port's interrupt is turned off, the port's own FIFO fills, and
 * the other side waits.
 *
 * Invariants:
 *  1. head - tail <= UART_RING; head is moved by fill_ring() alone, tail by the
 *     one reader alone.
 *  2. paused says that the interrupt is off because the ring was full; the
 *     reader turns it on again.
 *
 * Locking: writers hold busy, with interrupts off. Who cannot get it for long
 * writes all the same: the holder was stopped in the middle, and the last words
 * of a machine matter more than their order. rx_lock: head, paused.
 *
 * Source: National Semiconductor PC16550D data sheet.
 */
#include <octavo/port.h>
#include <octavo/cpu.h>
#include <octavo/kernel.h>
#include "uart.h"
#include "x86.h"

/* Registers, from the port's base. */
#define REG_DATA	0
#define REG_IER		1		/* interrupts wanted */
#define  IER_RX		0x01
#define REG_FCR		2		/* FIFOs */
#define  FCR_ON		0xc7		/* enabled, emptied; interrupt at 14 bytes */
#define REG_LCR		3
#define  LCR_8N1	0x03
#define  LCR_DIVISOR	0x80		/* registers 0 and 1 are the divisor */
#define REG_MCR		4
#define  MCR_READY	0x0b		/* DTR, RTS, interrupt line connected */
#define REG_LSR		5
#define  LSR_RX		0x01		/* a byte came */
#define  LSR_FIFO_EMPTY	0x20
#define  LSR_ALL_SENT	0x40
#define REG_SCRATCH	7

#define FIFO_SIZE	16u
#define MAX_SPINS	(1u << 20)

static u8 rings[2][UART_RING];

struct uart com1 = { .port = 0x3f8, .irq = 4, .ring = rings[0] };
struct uart com2 = { .port = 0x2f8, .irq = 3, .ring = rings[1] };

void uart_init(struct uart *u)
{
	outb(0xa5, u->port + REG_SCRATCH);
	u->present = inb(u->port + REG_SCRATCH) == 0xa5;
	if (!u->present)
		return;
	outb(0, u->port + REG_IER);
	outb(LCR_DIVISOR | LCR_8N1, u->port + REG_LCR);
	outb(1, u->port + REG_DATA);
	outb(0, u->port + REG_IER);
	outb(LCR_8N1, u->port + REG_LCR);
	outb(FCR_ON, u->port + REG_FCR);
	outb(MCR_READY, u->port + REG_MCR);
}

/* ---- out -------------------------------------------------------------------- */

/* For as long as it takes: in a virtual machine the other side may be a pipe
 * whose reader has time, and what is not sent would be lost. */
static void wait_lsr(const struct uart *u, u8 bits)
{
	while ((inb(u->port + REG_LSR) & bits) != bits)
		cpu_relax();
}

static void take_port(struct uart *u)
{
	for (unsigned int i = 0; i < MAX_SPINS; i++) {
		if (!__atomic_exchange_n(&u->busy, 1, __ATOMIC_ACQUIRE))
			return;
		cpu_relax();
	}
}

void uart_write(struct uart *u, const void *buf, size_t len)
{
	const u8 *p = buf;
	unsigned long flags;

	if (!u->present)
		return;
	flags = arch_irq_save();
	take_port(u);
	while (len) {
		size_t n = min_t(size_t, len, FIFO_SIZE);

		wait_lsr(u, LSR_FIFO_EMPTY);
		len -= n;
		while (n--)
			outb(*p++, u->port + REG_DATA);
	}
	__atomic_store_n(&u->busy, 0, __ATOMIC_RELEASE);
	arch_irq_restore(flags);
}

void uart_flush(struct uart *u)
{
	if (u->present)
		wait_lsr(u, LSR_ALL_SENT);
}

/* ---- in --------------------------------------------------------------------- */

static unsigned int ring_used(const struct uart *u)
{
	return __atomic_load_n(&u->head, __ATOMIC_ACQUIRE) -
	       __atomic_load_n(&u->tail, __ATOMIC_RELAXED);
}

/* What the port has received, into the ring. Interrupts off. */
static void fill_ring(struct uart *u)
{
	spin_lock(&u->rx_lock);
	while (inb(u->port + REG_LSR) & LSR_RX) {
		if (ring_used(u) == UART_RING) {
			u->paused = true;
			outb(0, u->port + REG_IER);
			break;
		}
		u->ring[u->head % UART_RING] = inb(u->port + REG_DATA);
		__atomic_store_n(&u->head, u->head + 1, __ATOMIC_RELEASE);
	}
	spin_unlock(&u->rx_lock);
}

static void received(void *arg)
{
	fill_ring(arg);
	kernel_console_input();
}

void uart_listen(struct uart *u)
{
	if (!u->present || request_isa_irq(u->irq, "serial", received, u))
		return;
	u->listening = true;
	outb(IER_RX, u->port + REG_IER);
}

bool uart_has_input(struct uart *u)
{
	return ring_used(u) != 0;
}

/* The ring has room again. Interrupts off. */
static void resume(struct uart *u)
{
	spin_lock(&u->rx_lock);
	u->paused = false;
	outb(u->listening ? IER_RX : 0, u->port + REG_IER);
	spin_unlock(&u->rx_lock);
}

int uart_getc(struct uart *u)
{
	unsigned long flags = arch_irq_save();
	int c = -1;

	if (!ring_used(u))
		fill_ring(u);
	if (ring_used(u)) {
		c = u->ring[u->tail % UART_RING];
		__atomic_store_n(&u->tail, u->tail + 1, __ATOMIC_RELEASE);
	}
	if (u->paused && ring_used(u) <= UART_RING / 2)
		resume(u);
	arch_irq_restore(flags);
	return c;
}
