/* SPDX-License-Identifier: MIT */
/*
 * irq.c - interrupts: the old controllers, and who is called for a vector.
 *
 * Devices of a PC speak through two 8259 controllers, the second on input 2 of
 * the first. Their 16 inputs become vectors 0x20 to 0x2f; on CPUs with a local
 * APIC that passes them on to CPU 0. An input is masked until somebody asks for
 * it. What CPUs send each other and the local timer have vectors from 0xf0 on.
 *
 * Handlers run with interrupts off and with preempt_count's interrupt bits
 * raised, so that fast paths which they interrupt know to keep away.
 *
 * Locking: none; handlers are registered while one CPU runs.
 * Source: Intel 8259A data sheet, initialisation command words.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/errno.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include "x86.h"

#define PIC1		0x20
#define PIC2		0xa0
#define PIC_DATA	1		/* command port + 1 */
#define PIC_CASCADE	2		/* input of PIC1 that is PIC2 */
#define PIC_INIT	0x11		/* ICW1: edge, cascade, ICW4 follows */
#define PIC_8086	0x01		/* ICW4 */
#define PIC_EOI		0x20
#define PIC_READ_ISR	0x0b
#define NR_ISA_IRQS	16u

struct isa_irq {
	void (*fn)(void *arg);
	void *arg;
	const char *name;
	unsigned long count;
};

/* Vectors of the local APIC that are counted, from the first on. */
#define FIRST_LOCAL		VECTOR_TIMER
#define NR_LOCAL		3u
static const char *const local_names[NR_LOCAL][2] = {
	{ "LOC", "Local timer interrupts" },
	{ "CAL", "Calls to look for work" },
	{ "TLB", "TLB shootdowns" },
};
static unsigned long local_counts[NR_CPUS][NR_LOCAL];

static struct isa_irq isa_irqs[NR_ISA_IRQS];
static u16 masked = 0xffff & ~(1u << PIC_CASCADE);
static unsigned long nr_spurious;

/* ---- the controllers --------------------------------------------------------- */

static void write_masks(void)
{
	outb((u8)masked, PIC1 + PIC_DATA);
	outb((u8)(masked >> 8), PIC2 + PIC_DATA);
}

static void pic_init(u16 port, unsigned int first_vector, u8 cascade)
{
	outb(PIC_INIT, port);
	outb((u8)first_vector, port + PIC_DATA);
	outb(cascade, port + PIC_DATA);
	outb(PIC_8086, port + PIC_DATA);
}

/* An input that went away before it was served shows as input 7. */
static bool is_spurious(unsigned int irq)
{
	u16 port = irq < 8 ? PIC1 : PIC2;

	if (irq % 8 != 7)
		return false;
	outb(PIC_READ_ISR, port);
	return !(inb(port) & 0x80);
}

static void pic_eoi(unsigned int irq)
{
	if (irq >= 8)
		outb(PIC_EOI, PIC2);
	outb(PIC_EOI, PIC1);
}

void irq_init(void)
{
	pic_init(PIC1, IRQ_VECTOR(0), 1u << PIC_CASCADE);
	pic_init(PIC2, IRQ_VECTOR(8), PIC_CASCADE);
	write_masks();
}

int request_isa_irq(unsigned int irq, const char *name, void (*fn)(void *arg),
		    void *arg)
{
	unsigned long flags;

	if (irq >= NR_ISA_IRQS || irq == PIC_CASCADE || !fn)
		return -EINVAL;
	if (isa_irqs[irq].fn)
		return -EBUSY;
	flags = arch_irq_save();
	isa_irqs[irq] = (struct isa_irq){ .fn = fn, .arg = arg, .name = name };
	masked &= (u16)~(1u << irq);
	write_masks();
	arch_irq_restore(flags);
	return 0;
}

void free_isa_irq(unsigned int irq)
{
	unsigned long flags = arch_irq_save();

	masked |= (u16)(1u << irq);
	write_masks();
	isa_irqs[irq].fn = NULL;
	arch_irq_restore(flags);
}

/* ---- vectors ------------------------------------------------------------------- */

static void isa_interrupt(unsigned int irq)
{
	struct isa_irq *i = &isa_irqs[irq];

	if (is_spurious(irq)) {
		nr_spurious++;
		/* The first controller did see its input 2. */
		if (irq >= 8)
			outb(PIC_EOI, PIC1);
		return;
	}
	i->count++;
	pic_eoi(irq);
	if (i->fn)
		i->fn(i->arg);
}

static void local_interrupt(unsigned int vector, bool user)
{
	apic_eoi();
	if (vector - FIRST_LOCAL < NR_LOCAL)
		local_counts[smp_processor_id()][vector - FIRST_LOCAL]++;
	switch (vector) {
	case VECTOR_TIMER:
		timer_tick(user);
		break;
	case VECTOR_CALL:
		smp_call_interrupt();
		break;
	case VECTOR_TLB:
		x86_tlb_serve();
		break;
	default:
		pr_warn_once("interrupt with vector %#x, which nobody sends\n",
			     vector);
	}
}

void x86_interrupt(struct pt_regs *regs, unsigned int vector)
{
	struct x86_cpu *c = this_x86_cpu();
	struct pt_regs *outer = c->irq_regs;

	irq_enter();
	c->irq_regs = regs;
	random_stir();
	if (vector >= IRQ_VECTOR(0) && vector < IRQ_VECTOR(NR_ISA_IRQS))
		isa_interrupt(vector - IRQ_VECTOR(0));
	else if (vector == VECTOR_SPURIOUS)
		nr_spurious++;		/* and needs no acknowledgement */
	else
		local_interrupt(vector, user_mode(regs));
	c->irq_regs = outer;
	irq_exit();
}

/* ---- /proc/interrupts ------------------------------------------------------------ */

size_t arch_interrupts(char *buf, size_t size)
{
	struct text t = { .buf = buf, .size = size };

	text_add(&t, "    ");
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
		text_add(&t, "       CPU%-3u", cpu);
	for (unsigned int i = 0; i < NR_ISA_IRQS; i++) {
		if (!isa_irqs[i].fn)
			continue;
		text_add(&t, "\n%3u:", i);
		for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
			text_add(&t, " %10lu  ", cpu ? 0 : isa_irqs[i].count);
		text_add(&t, " XT-PIC      %s", isa_irqs[i].name);
	}
	for (unsigned int i = 0; i < NR_LOCAL; i++) {
		text_add(&t, "\n%s:", local_names[i][0]);
		for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
			text_add(&t, " %10lu  ", local_counts[cpu][i]);
		text_add(&t, " %s", local_names[i][1]);
	}
	text_add(&t, "\nSPU: %10lu   Spurious interrupts\n", nr_spurious);
	return t.len;
}
