/* SPDX-License-Identifier: MIT */
/*
 * stdio.h - included by lwIP, for messages that are switched off.
 */
