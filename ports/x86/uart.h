/* SPDX-License-Identifier: MIT */
/*
 * uart.h - serial ports: bytes out, bytes in.
 */
#ifndef X86_UART_H
#define X86_UART_H

#include <octavo/types.h>
#include <octavo/spinlock.h>

#define UART_RING	4096u

/* A serial port. Bytes received wait in the ring; @tail is the reader's. */
struct uart {
	u16 port;
	unsigned int irq;
	bool present;
	unsigned int busy;		/* held while bytes are written */
	unsigned int head, tail;	/* ever put in, ever taken out */
	spinlock_t rx_lock;
	bool listening;			/* interrupts fill the ring */
	bool paused;			/* but not now: it is full */
	u8 *ring;			/* UART_RING bytes */
};

extern struct uart com1, com2;

/* 115200 baud, 8 bits, no parity. @present tells whether there is one. */
void uart_init(struct uart *u);
/* Have the ring filled by interrupts. */
void uart_listen(struct uart *u);
/* Write @len bytes as one piece. Any context. */
void uart_write(struct uart *u, const void *buf, size_t len);
/* The next byte received, -1: none yet. */
int uart_getc(struct uart *u);
bool uart_has_input(struct uart *u);
/* Wait until all bytes have left, but not for ever. */
void uart_flush(struct uart *u);

#endif
