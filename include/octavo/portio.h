/* SPDX-License-Identifier: MIT */
/*
 * portio.h - ports under the names that drivers have for them. A file of a
 * machine that has its own inb() does not include this.
 */
#ifndef OCTAVO_PORTIO_H
#define OCTAVO_PORTIO_H

#include <octavo/io.h>

static inline u8 inb(int port)
{
	return (u8)arch_port_read((u16)port, 1);
}

static inline u16 inw(int port)
{
	return (u16)arch_port_read((u16)port, 2);
}

static inline u32 inl(int port)
{
	return arch_port_read((u16)port, 4);
}

static inline void outb(u8 val, int port)
{
	arch_port_write(val, (u16)port, 1);
}

static inline void outw(u16 val, int port)
{
	arch_port_write(val, (u16)port, 2);
}

static inline void outl(u32 val, int port)
{
	arch_port_write(val, (u16)port, 4);
}

#define inb_p(port)		inb(port)
#define inw_p(port)		inw(port)
#define inl_p(port)		inl(port)
#define outb_p(val, port)	outb(val, port)
#define outw_p(val, port)	outw(val, port)
#define outl_p(val, port)	outl(val, port)

#define __PORT(port)		((void __iomem *)(PIO_OFFSET + (unsigned long)(port)))
#define insb(port, buf, n)	__io_rep_in(__PORT(port), buf, n, 1)
#define insw(port, buf, n)	__io_rep_in(__PORT(port), buf, n, 2)
#define insl(port, buf, n)	__io_rep_in(__PORT(port), buf, n, 4)
#define outsb(port, buf, n)	__io_rep_out(__PORT(port), buf, n, 1)
#define outsw(port, buf, n)	__io_rep_out(__PORT(port), buf, n, 2)
#define outsl(port, buf, n)	__io_rep_out(__PORT(port), buf, n, 4)

#endif
