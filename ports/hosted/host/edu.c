/* SPDX-License-Identifier: MIT */
/*
 * edu.c - a model of a device that does DMA, on a host thread of its own.
 *
 * It has the registers of QEMU's device "edu", and 4 KiB of memory at 0x40000
 * to copy from and to. Besides, as its higher version number says, it can fail,
 * and reads orders from a ring of descriptors in RAM:
 *
 *	base -> [ done ][ order ][ order ][ free ] ...	32 bytes each
 *		          ^ head            ^ tail, written by the driver
 *
 * It copies when the delay it was given is over, from and to RAM as the bus
 * shows it, and never looks at anything of the kernel's. What goes wrong, and
 * when, follows from a seed.
 *
 * Locking: `lock` guards registers; the thread copies without it.
 * Source: QEMU's documentation of edu (docs/specs/edu).
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include "../host.h"

#define EDU_ID		0x010000edu
#define EDU_ID_RING	0x020000edu
#define REG_ID		0x00
#define REG_ALIVE	0x04
#define REG_FACTORIAL	0x08
#define REG_STATUS	0x20
#define STATUS_IRQFACT	0x80u
#define REG_IRQ		0x24
#define REG_IRQ_RAISE	0x60
#define REG_IRQ_ACK	0x64
#define IRQ_FACTORIAL	0x001u
#define IRQ_DMA		0x100u
#define IRQ_RING	0x200u
#define REG_DMA_SRC	0x80
#define REG_DMA_DST	0x88
#define REG_DMA_COUNT	0x90
#define REG_DMA_COMMAND	0x98
#define DMA_RUN		0x1u
#define DMA_TO_RAM	0x2u
#define DMA_IRQ		0x4u
#define DMA_FAILED	0x8u		/* set beside RUN being cleared */
#define REG_RING_BASE	0xa0
#define REG_RING_SIZE	0xa8		/* descriptors; 0: none is read */
#define REG_RING_TAIL	0xb0
#define REG_RING_HEAD	0xb8
#define MAX_RING	256u
#define MEM_START	0x40000u
#define MEM_SIZE	4096u
#define PAGE		4096u

#define ORDER_TO_RAM	1u
#define ORDER_DONE	1u
#define ORDER_FAILED	2u

struct descriptor {
	uint64_t addr;			/* in RAM */
	uint32_t offset, len;		/* in the device's memory */
	uint32_t flags, status;
	uint64_t unused;
};

static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct hosted_edu cfg;
	uint64_t random;
	int stop;
	uint32_t alive, factorial, status, irq;
	uint32_t src, dst, count, command;
	uint32_t ring_base, ring_size, head, tail;
	unsigned char mem[MEM_SIZE];
} edu = { .lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER };

/* ---- interrupts --------------------------------------------------------------- */

static void raise(uint32_t why)
{
	edu.irq |= why;
	if (edu.irq)
		hosted_irq_raise();
}

static void acknowledge(uint32_t why)
{
	edu.irq &= ~why;
	if (!edu.irq)
		hosted_irq_lower();
}

/* ---- copying: without the lock ------------------------------------------------- */

/* splitmix64 */
static uint64_t next_random(void)
{
	uint64_t z = edu.random += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

static void sleep_us(uint64_t us)
{
	struct timespec ts = {
		.tv_sec = (time_t)(us / 1000000),
		.tv_nsec = (long)(us % 1000000 * 1000),
	};

	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

/* Between RAM at @addr and the device's memory at @offset, page by page. */
static int copy(uint64_t addr, uint32_t offset, uint32_t len, int to_ram)
{
	if (offset > MEM_SIZE || len > MEM_SIZE - offset)
		return -EINVAL;
	while (len) {
		uint32_t n = PAGE - (uint32_t)(addr % PAGE);
		unsigned char *ram = hosted_dma_address(addr);

		if (!ram)
			return -EFAULT;
		n = n < len ? n : len;
		memcpy(to_ram ? ram : edu.mem + offset,
		       to_ram ? edu.mem + offset : ram, n);
		addr += n;
		offset += n;
		len -= n;
	}
	return 0;
}

/* One order, after the delay; a failed one may have copied a part. */
static int transfer(uint64_t addr, uint32_t offset, uint32_t len, int to_ram)
{
	const int fails = next_random() % 1000 < edu.cfg.fail_permille;
	const uint64_t jitter = next_random() % (edu.cfg.delay_us / 4 + 1);

	if (edu.cfg.delay_us)
		sleep_us(edu.cfg.delay_us + jitter);
	if (!hosted_pci_is_master())
		return -EACCES;
	if (!fails)
		return copy(addr, offset, len, to_ram);
	copy(addr, offset, (uint32_t)(next_random() % (len + 1ull)), to_ram);
	return -EIO;
}

/* ---- orders: the lock is held, but not during the transfer ----------------------- */

static void do_command(void)
{
	const int to_ram = (edu.command & DMA_TO_RAM) != 0;
	const uint32_t mem = to_ram ? edu.src : edu.dst;
	const uint32_t addr = to_ram ? edu.dst : edu.src;
	const uint32_t count = edu.count;
	int err;

	pthread_mutex_unlock(&edu.lock);
	err = transfer(addr, mem - MEM_START, count, to_ram);
	pthread_mutex_lock(&edu.lock);
	edu.command &= ~DMA_RUN;
	if (err)
		edu.command |= DMA_FAILED;
	if (edu.command & DMA_IRQ)
		raise(IRQ_DMA);
}

static void do_order(void)
{
	const uint32_t at = edu.head;
	struct descriptor d, *ring;
	int err;

	ring = hosted_dma_address(edu.ring_base + at * sizeof(*ring));
	if (!ring || edu.ring_base % sizeof(*ring)) {
		edu.ring_size = 0;	/* nothing more to read */
		return;
	}
	d = *ring;
	pthread_mutex_unlock(&edu.lock);
	err = transfer(d.addr, d.offset, d.len, d.flags & ORDER_TO_RAM);
	__atomic_store_n(&ring->status, err ? ORDER_FAILED : ORDER_DONE,
			 __ATOMIC_RELEASE);
	pthread_mutex_lock(&edu.lock);
	if (edu.ring_size)
		edu.head = (at + 1) % edu.ring_size;
	raise(IRQ_RING);
}

static void *edu_main(void *arg)
{
	pthread_mutex_lock(&edu.lock);
	while (!edu.stop) {
		if (edu.command & DMA_RUN)
			do_command();
		else if (edu.ring_size && edu.head != edu.tail)
			do_order();
		else
			pthread_cond_wait(&edu.work, &edu.lock);
	}
	pthread_mutex_unlock(&edu.lock);
	return NULL;
}

/* ---- registers --------------------------------------------------------------------- */

static uint32_t read_register(unsigned int reg)
{
	switch (reg) {
	case REG_ID:
		return edu.cfg.ring ? EDU_ID_RING : EDU_ID;
	case REG_ALIVE:
		return edu.alive;
	case REG_FACTORIAL:
		return edu.factorial;
	case REG_STATUS:
		return edu.status;
	case REG_IRQ:
		return edu.irq;
	case REG_DMA_SRC:
		return edu.src;
	case REG_DMA_DST:
		return edu.dst;
	case REG_DMA_COUNT:
		return edu.count;
	case REG_DMA_COMMAND:
		return edu.command;
	case REG_RING_HEAD:
		return edu.head;
	default:
		return ~0u;
	}
}

static void set_factorial(uint32_t n)
{
	edu.factorial = 1;
	for (; n > 1; n--)
		edu.factorial *= n;
	if (edu.status & STATUS_IRQFACT)
		raise(IRQ_FACTORIAL);
}

static void write_ring(unsigned int reg, uint32_t val)
{
	if (!edu.cfg.ring)
		return;
	if (reg == REG_RING_BASE)
		edu.ring_base = val;
	else if (reg == REG_RING_SIZE && val <= MAX_RING)
		edu.ring_size = val, edu.head = edu.tail = 0;
	else if (reg == REG_RING_TAIL && val < edu.ring_size)
		edu.tail = val;
}

static void write_dma(unsigned int reg, uint32_t val)
{
	if (edu.command & DMA_RUN)
		return;
	if (reg == REG_DMA_SRC)
		edu.src = val;
	else if (reg == REG_DMA_DST)
		edu.dst = val;
	else if (reg == REG_DMA_COUNT)
		edu.count = val;
	else if (val & DMA_RUN)
		edu.command = val & (DMA_RUN | DMA_TO_RAM | DMA_IRQ);
}

static void write_register(unsigned int reg, uint32_t val)
{
	switch (reg) {
	case REG_ALIVE:
		edu.alive = ~val;
		break;
	case REG_FACTORIAL:
		set_factorial(val);
		break;
	case REG_STATUS:
		edu.status = val & STATUS_IRQFACT;
		break;
	case REG_IRQ_RAISE:
		raise(val);
		break;
	case REG_IRQ_ACK:
		acknowledge(val);
		break;
	case REG_DMA_SRC:
	case REG_DMA_DST:
	case REG_DMA_COUNT:
	case REG_DMA_COMMAND:
		write_dma(reg, val);
		break;
	default:
		write_ring(reg, val);
	}
}

unsigned int host_edu_read(unsigned int reg, unsigned int size)
{
	uint32_t val;

	if (size != 4)
		return ~0u;
	pthread_mutex_lock(&edu.lock);
	val = read_register(reg);
	pthread_mutex_unlock(&edu.lock);
	return val;
}

void host_edu_write(unsigned int val, unsigned int reg, unsigned int size)
{
	if (size != 4)
		return;
	pthread_mutex_lock(&edu.lock);
	write_register(reg, val);
	pthread_cond_signal(&edu.work);
	pthread_mutex_unlock(&edu.lock);
}

/* ---- start ---------------------------------------------------------------------------- */

int host_edu_start(const struct hosted_edu *cfg)
{
	edu.cfg = *cfg;
	edu.random = cfg->seed;
	edu.stop = 0;
	edu.alive = edu.factorial = edu.status = edu.irq = 0;
	edu.src = edu.dst = edu.count = edu.command = 0;
	edu.ring_base = edu.ring_size = edu.head = edu.tail = 0;
	memset(edu.mem, 0, sizeof(edu.mem));
	return -pthread_create(&edu.thread, NULL, edu_main, NULL);
}

void host_edu_stop(void)
{
	pthread_mutex_lock(&edu.lock);
	edu.stop = 1;
	pthread_cond_signal(&edu.work);
	pthread_mutex_unlock(&edu.lock);
	pthread_join(edu.thread, NULL);
}
